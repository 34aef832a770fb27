package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoresTogether;
import dev.larder.agent.core.store.redis.command.Abilities;
import dev.larder.agent.core.store.redis.command.LeaseTokens;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.command.Script;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.wait.Budget;
import io.lettuce.core.SetArgs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The versions of tags. Evicting a tag ends its version, and so every entry that carries it.
 *
 * <p><b>Shape.</b> Key {@code <namespace>#<tag>}, a string: a version that is never made twice, or {@code hold} while
 * loads are held off. It lives at least as long as the entries that carry it; without it they are misses.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Why</b> not counters: one that Redis drops for room would begin again, and reach a number again that old
 * entries carry.
 */
final class Tags {

    /** In place of a version, while loads are held off. */
    static final String HOLD = "hold";

    /** In place of a version, if a tag has none. */
    static final String NONE = "";

    private static final long SUSPICION_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Of a {@link LeaseTokens token}, and of the namespace with a suffix. */
    private static final Pattern VERSION = Pattern.compile("[0-9a-f]+\\.[0-9]+(@[0-9a-f]*)?");

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final Generation generation;

    /** Publishes that something was removed without a question: nobody knows whether it was the mark or the tag. */
    private volatile boolean suspects;

    private volatile long suspectsSinceNanos;

    Tags(RedisSession session, RedisStoreSettings settings, Generation generation) {
        this.session = session;
        this.settings = settings;
        this.generation = generation;
    }

    /** Requests the versions of {@code tags} and of the namespace; each that has none gets one. */
    Reply<Map<String, String>> begin(Collection<String> tags, Budget budget) throws StoreException {
        Map<String, Reply<String>> replies = new LinkedHashMap<>();
        Generation.Known known = generation.lately();
        replies.put(Generation.TAG, known == null ? generation.ask(budget) : waiting -> known.version());
        for (String tag : new LinkedHashSet<>(tags)) {
            requirePlain(tag);
            byte[] key = settings.keys().tagKeyOf(tag);
            Reply<String> version = session.run(Script.TAG, budget, key, versionFor(tag), settings.leaseMemoryMillis());
            replies.put(
                    tag, tag.equals(Eviction.SENSITIVE_TAG) ? waiting -> ofOurNames(version.await(waiting)) : version);
        }
        return waiting -> awaitEach(replies, waiting);
    }

    /** The version of the tag of sensitive methods says who made the names of their entries. */
    private byte[] versionFor(String tag) {
        byte[] version = settings.tokens().next();
        return tag.equals(Eviction.SENSITIVE_TAG) ? Bytes.of(settings.check() + Bytes.text(version)) : version;
    }

    /** While others' entries are there that this process could not evict by their names, its own are not stored. */
    private String ofOurNames(String version) {
        if (version.equals(HOLD) || !isOfOthers(version)) {
            return version;
        }
        settings.onOthersNames().run();
        return HOLD;
    }

    private boolean isOfOthers(String version) {
        return settings.check().isEmpty() || !version.startsWith(settings.check());
    }

    /**
     * Ends the mark, and the entries of sensitive methods if their names are none that this process makes: otherwise an eviction by
     * key or tag would leave them. To be sent before the eviction; the caller sends what proves that the answers are in sequence.
     *
     * <p>To a process without names, all are others'. It removes the tag without asking, in the command that removes the mark, so
     * where nothing is sensitive nobody pays. If that has removed anything, it asks for a while, since the WARN has to know what
     * that was. On a cluster the tag is on another server, and while loads are held off it is replaced: there each process asks.
     */
    Reply<Boolean> endOthersNames(Mark mark, Abilities abilities, Budget budget) throws StoreException {
        byte[] key = settings.keys().tagKeyOf(Eviction.SENSITIVE_TAG);
        boolean asks =
                !settings.check().isEmpty() || session.isCluster() || settings.holdsOff() || suspectsOthersNames();
        return asks ? endIfOthers(key, mark, abilities, budget) : endUnasked(key, mark, budget);
    }

    private boolean suspectsOthersNames() {
        if (suspects && settings.ticker().nanoTime() - suspectsSinceNanos > SUSPICION_NANOS) {
            suspects = false;
        }
        return suspects;
    }

    private Reply<Boolean> endUnasked(byte[] key, Mark mark, Budget budget) throws StoreException {
        Reply<Long> removed = mark.endWith(key, budget);
        return waiting -> {
            boolean isAny = removed.await(waiting) > 0;
            if (isAny) {
                suspectsSinceNanos = settings.ticker().nanoTime();
                suspects = true;
            }
            return isAny;
        };
    }

    private Reply<Boolean> endIfOthers(byte[] key, Mark mark, Abilities abilities, Budget budget)
            throws StoreException {
        Reply<Long> ended = mark.end(budget);
        Reply<byte @Nullable []> present = session.sendIfOfItsType("GET", budget, c -> c.get(key));
        return waiting -> {
            ended.await(waiting);
            String version = versionOf(present.await(waiting));
            if (version.equals(NONE) || version.equals(HOLD) || !isOfOthers(version)) {
                return false;
            }
            settings.onOthersNames().run();
            end(key, abilities, waiting);
            return true;
        };
    }

    private void end(byte[] tag, Abilities abilities, Budget budget) throws StoreException {
        Reply<?> ended = settings.holdsOff() ? holdOff(tag, budget) : abilities.remove(session, budget, tag);
        Reply<Boolean> inSequence = session.inSequence(budget);
        ended.await(budget);
        inSequence.await(budget);
    }

    /** Holds loads of a tag off, which also ends its version. */
    Reply<?> holdOff(byte[] tag, Budget budget) throws StoreException {
        SetArgs ending = SetArgs.Builder.px(settings.holdOff().toMillis());
        return session.send(RedisSession.HOLD_OFF, budget, c -> c.set(tag, Bytes.of(HOLD), ending));
    }

    /** A blank or a line break would be read as the end of the tag: see {@link ValueFormat}. */
    private static void requirePlain(String tag) {
        if (tag.isEmpty() || tag.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException("A tag that is empty, or has blanks or control characters");
        }
    }

    /** Requests the current versions of {@code tags}; {@link #NONE} stands for none. */
    Reply<Map<String, String>> look(Collection<String> tags, Budget budget) throws StoreException {
        Map<String, Reply<String>> replies = new LinkedHashMap<>();
        for (String tag : new LinkedHashSet<>(tags)) {
            byte[] key = settings.keys().tagKeyOf(tag);
            Reply<byte @Nullable []> reply = session.sendIfOfItsType("GET", budget, c -> c.get(key));
            replies.put(tag, waiting -> versionOf(reply.await(waiting)));
        }
        return waiting -> awaitEach(replies, waiting);
    }

    /** Text that Larder has not written is no version. */
    static String versionOf(byte @Nullable [] stored) {
        String text = stored == null ? NONE : Bytes.text(stored);
        return text.equals(HOLD) || VERSION.matcher(text).matches() ? text : NONE;
    }

    /**
     * The versions in {@code known}, that of the namespace, and in one round trip those of the remaining {@code tags}.
     * To be called after the read that they are compared with.
     */
    Map<String, String> lookForMore(Collection<String> tags, Map<String, String> known, Budget budget)
            throws StoreException {
        Map<String, String> all = new HashMap<>(known);
        Generation.Known lately = generation.lately();
        Reply<String> asked = lately == null ? generation.ask(budget) : waiting -> lately.version();
        List<String> unknown = tags.stream()
                .filter(tag -> !known.containsKey(tag) && !tag.equals(Generation.TAG))
                .toList();
        Reply<Map<String, String>> looked = look(unknown, budget);
        all.put(Generation.TAG, asked.await(budget));
        all.putAll(looked.await(budget));
        return all;
    }

    /** Those of {@code versions} that belong to {@code tags} or to the namespace. */
    static Map<String, String> only(Collection<String> tags, Map<String, String> versions) {
        Map<String, String> own = new LinkedHashMap<>();
        own.put(Generation.TAG, versions.getOrDefault(Generation.TAG, NONE));
        tags.forEach(tag -> own.put(tag, versions.getOrDefault(tag, NONE)));
        return own;
    }

    /** Makes each of {@code versions} live for at least {@code ttl}; answers whether all of them are current. */
    Reply<Boolean> keep(Map<String, String> versions, byte[] ttl, Budget budget) throws StoreException {
        List<Reply<String>> replies = new ArrayList<>(versions.size());
        for (Map.Entry<String, String> tag : versions.entrySet()) {
            byte[] key = settings.keys().tagKeyOf(tag.getKey());
            Reply<String> kept = session.run(Script.KEEP, budget, key, Bytes.of(tag.getValue()), ttl);
            replies.add(tag.getKey().equals(Generation.TAG) ? doubting(kept) : kept);
        }
        return waiting -> Reply.awaitAll(replies, waiting).stream().allMatch("kept"::equals);
    }

    private Reply<String> doubting(Reply<String> kept) {
        return waiting -> {
            String word = kept.await(waiting);
            if (!word.equals("kept")) {
                generation.doubt();
            }
            return word;
        };
    }

    /**
     * Whether a reader that names {@code named} may get an entry: it carries all of these, and every tag that it
     * carries still has the same version, also that of the namespace.
     *
     * @param current the versions of all tags it carries
     */
    static boolean admit(Map<String, String> carried, Collection<String> named, Map<String, String> current) {
        return carried.containsKey(Generation.TAG)
                && carried.keySet().containsAll(named)
                && carried.entrySet().stream().allMatch(tag -> isInForce(tag.getValue(), current.get(tag.getKey())));
    }

    /** A tag without a version is not current, and entries that carry it are void. */
    private static boolean isInForce(String carried, @Nullable String current) {
        return carried.equals(current) && !carried.equals(NONE) && !carried.equals(HOLD);
    }

    private static Map<String, String> awaitEach(Map<String, Reply<String>> replies, Budget budget)
            throws StoreException {
        Map<String, String> answers = new LinkedHashMap<>();
        for (Map.Entry<String, Reply<String>> reply : replies.entrySet()) {
            answers.put(reply.getKey(), reply.getValue().await(budget));
        }
        return answers;
    }

    /**
     * Asks of each version of a tag once whether it is in force, for all stores of a round trip, and lets it live as long as the longest of
     * them. Every entry has at least the tag of the namespace, so this is a third of the scripts of a batch.
     *
     * <p><b>Threads.</b> Confined to the thread that stores.
     */
    static final class Keeping implements StoresTogether.Question {

        private record Version(String tag, String version) {}

        private final Tags tags;
        private final Map<Version, Long> ttls = new LinkedHashMap<>();
        private final Map<Version, Reply<Boolean>> replies = new HashMap<>();
        private final Map<Version, Boolean> answers = new HashMap<>();
        private @Nullable StoreException failure;

        Keeping(Tags tags) {
            this.tags = tags;
        }

        /** For an entry that carries {@code versions} and lives so long. */
        void add(Map<String, String> versions, long ttlMillis) {
            versions.forEach((tag, version) -> ttls.merge(new Version(tag, version), ttlMillis, Math::max));
        }

        @Override
        public void send(Budget budget) {
            try {
                for (Map.Entry<Version, Long> each : ttls.entrySet()) {
                    Version version = each.getKey();
                    byte[] ttl = RedisStoreSettings.ttl(each.getValue());
                    replies.put(version, tags.keep(Map.of(version.tag, version.version), ttl, budget));
                }
            } catch (StoreException unsent) {
                failure = unsent;
            }
        }

        /** Whether all of {@code versions} are in force. */
        boolean areKept(Map<String, String> versions, Budget budget) throws StoreException {
            boolean areKept = true;
            for (Map.Entry<String, String> each : versions.entrySet()) {
                areKept &= isKept(new Version(each.getKey(), each.getValue()), budget);
            }
            return areKept;
        }

        private boolean isKept(Version version, Budget budget) throws StoreException {
            Boolean known = answers.get(version);
            if (known != null) {
                return known;
            }
            Reply<Boolean> reply = replies.get(version);
            if (reply == null) {
                throw failure != null ? failure : new StoreException("KEEP was not sent", null);
            }
            boolean isKept = reply.await(budget);
            answers.put(version, isKept);
            return isKept;
        }
    }
}
