package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The versions of tags. Evicting a tag ends its version, and so every entry that carries it.
 *
 * <p><b>Shape.</b> Key {@code <namespace>#<tag>}, a string: a version that nobody else ever makes, or {@code hold} while
 * loads are held off. It lives at least as long as the entries that carry it; without it they are void.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Why</b> not counters: one that Redis drops for room would begin anew, and come to a number again that old
 * entries carry.
 */
final class Tags {

    /** In place of a version, while loads are held off. */
    static final String HOLD = "hold";

    /** In place of a version, of a tag that has none. */
    static final String NONE = "";

    private final RedisSession session;
    private final RedisStoreSettings settings;

    Tags(RedisSession session, RedisStoreSettings settings) {
        this.session = session;
        this.settings = settings;
    }

    /** Sends for the versions of {@code tags}, and gives one to each that has none. */
    Reply<Map<String, String>> begin(Collection<String> tags, Budget budget) throws StoreException {
        Map<String, Reply<String>> replies = new LinkedHashMap<>();
        for (String tag : new LinkedHashSet<>(tags)) {
            requirePlain(tag);
            byte[] key = settings.keys().tagKeyOf(tag);
            byte[] version = settings.tokens().next();
            replies.put(tag, session.run(Script.TAG, budget, key, version, settings.leaseMemoryMillis()));
        }
        return waiting -> awaitEach(replies, waiting);
    }

    /** A blank or a line break would be read as the end of the tag: see {@link ValueFormat}. */
    private static void requirePlain(String tag) {
        if (tag.isEmpty() || tag.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException("A tag that is empty, or has blanks or control characters");
        }
    }

    /** Sends for the versions of {@code tags} as they are; {@link #NONE} stands for none. */
    Reply<Map<String, String>> look(Collection<String> tags, Budget budget) throws StoreException {
        Map<String, Reply<String>> replies = new LinkedHashMap<>();
        for (String tag : new LinkedHashSet<>(tags)) {
            byte[] key = settings.keys().tagKeyOf(tag);
            Reply<byte @Nullable []> reply = session.send("GET", budget, c -> c.get(key));
            replies.put(tag, waiting -> versionOf(reply.await(waiting)));
        }
        return waiting -> awaitEach(replies, waiting);
    }

    static String versionOf(byte @Nullable [] stored) {
        return stored == null ? NONE : Bytes.text(stored);
    }

    /** The versions of {@code known}, and of those of {@code tags} it says nothing about, in one journey. */
    Map<String, String> lookForMore(Collection<String> tags, Map<String, String> known, Budget budget)
            throws StoreException {
        List<String> unknown =
                tags.stream().filter(tag -> !known.containsKey(tag)).toList();
        if (unknown.isEmpty()) {
            return known;
        }
        Map<String, String> all = new HashMap<>(known);
        all.putAll(look(unknown, budget).await(budget));
        return all;
    }

    /** Of {@code versions} those of {@code tags}. */
    static Map<String, String> only(Collection<String> tags, Map<String, String> versions) {
        Map<String, String> own = new LinkedHashMap<>();
        tags.forEach(tag -> own.put(tag, versions.getOrDefault(tag, NONE)));
        return own;
    }

    /** Sends to let each of {@code versions} live for {@code ttl} at least; says whether all of them are in force. */
    Reply<Boolean> keep(Map<String, String> versions, byte[] ttl, Budget budget) throws StoreException {
        List<Reply<String>> replies = new ArrayList<>(versions.size());
        for (Map.Entry<String, String> tag : versions.entrySet()) {
            byte[] key = settings.keys().tagKeyOf(tag.getKey());
            replies.add(session.run(Script.KEEP, budget, key, Bytes.of(tag.getValue()), ttl));
        }
        return waiting -> Reply.awaitAll(replies, waiting).stream().allMatch("kept"::equals);
    }

    /**
     * Whether an entry is one for a reader who names {@code named}: it carries all of these, and every tag it carries
     * has the version it had.
     *
     * @param current the versions of all tags it carries
     */
    static boolean admit(Map<String, String> carried, Collection<String> named, Map<String, String> current) {
        return carried.keySet().containsAll(named)
                && carried.entrySet().stream().allMatch(tag -> tag.getValue().equals(current.get(tag.getKey())));
    }

    private static Map<String, String> awaitEach(Map<String, Reply<String>> replies, Budget budget)
            throws StoreException {
        Map<String, String> answers = new LinkedHashMap<>();
        for (Map.Entry<String, Reply<String>> reply : replies.entrySet()) {
            answers.put(reply.getKey(), reply.getValue().await(budget));
        }
        return answers;
    }
}
