package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Glob;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.command.Script;
import dev.larder.agent.core.store.redis.command.ScriptReply;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.store.redis.connection.Faults;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Records in Redis which evictions of several steps are under way. Entries that they cover are not stored meanwhile.
 *
 * <p>Cached methods call each other: the load of an outer entry reads an inner one. An eviction of both removes them
 * one after the other. A load of the outer entry could begin after its removal, find the inner entry, which is still
 * there, and store the old state again. So there is a notice from before the first removal until after the last, and a
 * claim of an entry that it covers is not granted the lease.
 *
 * <p><b>Shape.</b> One string, {@code <namespace>#\x02}: a version, and on a line for each eviction under way its
 * token, its end by Redis's clock, and what it covers. Loads read it by {@code GET} in the round trip of their claim.
 * The key exists only while an eviction is under way; on a cluster the version stays.
 *
 * <p>N is the time at which the notice is written, S that of the first removal, E that of the last, and W the time at
 * which the notice is removed. C is the time at which a load gets its lease. Its body begins after C. N comes before
 * S, and E before W.
 *
 * <ol>
 *   <li>C before N, on one server: the lease exists during the whole eviction, which voids it. A value that the load
 *       stored before that is removed.
 *   <li>C between N and W, on one server: the load reads the notices after its claim, on the same connection. It sees
 *       this one, releases its lease and stores nothing; or it reads after W.
 *   <li>C after W: everything old was removed before.
 *   <li><b>On a cluster</b> the notices are on another server than the entry, so the load may read them before C, or
 *       after W. So it reads them twice: with the claim, which is before its body, and once it has the lease. The
 *       store waits for the second answer. If C comes between N and W, the first look was before N or between N and W,
 *       since a body that reads something old begins after it and before E. The second was after N. So one of the two
 *       shows the notice, or they show different versions, and nothing is stored.
 *   <li>A caller that waits for that load asks whether its lease is valid. On a cluster this also waits for the second
 *       look.
 *   <li>An old outer entry that a load of a third entry reads between N and W counts as an old inner entry.
 *   <li>Two evictions at once: each has its own line, and removes only that.
 *   <li>The process dies: the notice expires. The eviction prolongs it at the beginning of a round trip, at most every
 *       2.5 s. If the process was paused for longer, or Redis lost the notice, the eviction notices this when it removes
 *       the notice, and begins again.
 *   <li>Redis refuses the notice, because it is full: the eviction takes place without it, again and again until it
 *       finds nothing: then nothing was stored meanwhile. If it finds something each time, everything in the namespace
 *       is made a miss, as if {@code SCAN} were refused.
 *   <li>Redis loses the version on a cluster: the second look sees another version or none. If there was none at the
 *       first look, one is made, and the claim begins again.
 *   <li>A script that the server does not know is carried out when it is sent again, after the commands that followed
 *       it. So a late notice counts from then on: what was removed before is removed again. Notices that were read
 *       before the claim are read again.
 *   <li>A release that knows no notices stores between the steps, and may remove the notices with everything else, as
 *       in 8.
 *   <li>More names than one round trip takes, and those of an outage: they are one eviction with one notice. In parts
 *       there would be no notice between one part and the next.
 * </ol>
 *
 * <p>An eviction that Redis carries out in one command needs none of this: up to {@link Evictions#GROUP} keys, or tags, on
 * one server.
 *
 * <p><b>Why</b> not a second scan after the first: what was stored during the first could be read, and stored again
 * under another key, during the second. And not a version that every entry carries: a reader would have to ask for it,
 * and it would end all entries and not only the covered ones.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Notices {

    /** Not a tag that could be named: those have no control characters. */
    static final String TAG = "\u0002";

    /** How long a notice lives without being prolonged: longer than a few steps take. */
    static final Duration LASTS = Duration.ofSeconds(10);

    /**
     * A notice whose end is farther away was not written by a process that evicts, but by hand or by a clock that was
     * wrong. Redis may set its clock back by the difference to {@link #LASTS} without losing the notices.
     */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** A longer scope is written as everything, since each claim reads it. */
    private static final int MAX_SCOPE = 2_000;

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final RedisClock clock;
    private final byte[] key;

    Notices(RedisSession session, RedisStoreSettings settings, RedisClock clock) {
        this.session = session;
        this.settings = settings;
        this.clock = clock;
        this.key = settings.keys().tagKeyOf(TAG);
    }

    /** To be called after a claim or a take-over is sent, and before waiting for its answer. */
    Check check(EntryId id, Budget budget) throws StoreException {
        return new Checking(id, look(budget));
    }

    /** Sends the read of the current notices. */
    private Reply<Seen> look(Budget budget) throws StoreException {
        long askedNanos = settings.ticker().nanoTime();
        Reply<byte @Nullable []> present = session.sendIfOfItsType("GET", budget, c -> c.get(key));
        return waiting -> Seen.of(present.await(waiting), askedNanos);
    }

    /** The same, as a future. */
    private CompletableFuture<Seen> startLook(Budget budget) throws StoreException {
        long askedNanos = settings.ticker().nanoTime();
        return session.<byte @Nullable []>start("GET", budget, c -> c.get(key))
                .exceptionallyCompose(fault -> Faults.isOfAnotherType(fault)
                        ? CompletableFuture.completedStage(null)
                        : CompletableFuture.failedStage(fault))
                .thenApply(present -> Seen.of(present, askedNanos))
                .toCompletableFuture();
    }

    /** Makes a version if there is none. */
    private void open(Budget budget) throws StoreException {
        run("open", settings.tokens().next(), "", budget).await(budget);
    }

    /**
     * Whether an eviction under way covers the entry. A notice does not count if it had expired before the look, by the
     * slowest server's clock, nor if the fastest server's clock could not have written it. Our estimate of these clocks
     * is ahead or behind if Redis's clock was set, and behind if this machine stood still together with its clock: so
     * Redis is asked for its time before a notice is left out of account.
     */
    private boolean cover(Seen seen, EntryId id, Budget budget) throws StoreException {
        List<Line> covering = seen.covering(id);
        return !covering.isEmpty()
                && (isAnyInForce(covering, seen, clock) || isAnyInForce(covering, seen, clockOfNow(budget)));
    }

    private static boolean isAnyInForce(List<Line> lines, Seen seen, RedisClock clock) {
        long earliestMillis = clock.earliestMillisAt(seen.askedNanos);
        long latestEndMillis = clock.latestMillis() + LONGEST.toMillis();
        return lines.stream().anyMatch(line -> line.endMillis > earliestMillis && line.endMillis <= latestEndMillis);
    }

    /** Of all servers, since each has its own clock. The notices were read before: none of them is of a later time. */
    private RedisClock clockOfNow(Budget budget) throws StoreException {
        RedisClock asked = new RedisClock(settings.ticker());
        asked.ask(session, budget).await(budget);
        return asked;
    }

    /** Sends a notice. */
    Notice begin(Eviction eviction, Budget budget) throws StoreException {
        return new Notice(scopeOf(eviction), budget);
    }

    private ScriptReply<String> run(String what, byte[] token, String scope, Budget budget) throws StoreException {
        return session.run(
                Script.NOTICE,
                budget,
                key,
                token,
                Bytes.of(what),
                Bytes.of(LASTS.toMillis()),
                Bytes.of(scope),
                keepOrDrop(),
                Bytes.of(LONGEST.toMillis()));
    }

    private byte[] keepOrDrop() {
        return Bytes.of(session.isCluster() ? "keep" : "drop");
    }

    private static String scopeOf(Eviction eviction) {
        StringBuilder scope = new StringBuilder();
        append(scope, 'k', eviction.keys());
        append(scope, 't', eviction.tags());
        append(scope, 'p', eviction.patterns());
        boolean isPlain = scope.length() <= MAX_SCOPE && scope.chars().noneMatch(c -> c < '\t' || c == '\n');
        return isPlain ? scope.toString() : "p" + Eviction.EVERYTHING;
    }

    private static void append(StringBuilder scope, char kind, Collection<String> names) {
        for (String name : names) {
            if (scope.length() > MAX_SCOPE) {
                return;
            }
            scope.append(scope.length() == 0 ? "" : "\t").append(kind).append(name.replace('\t', '\n'));
        }
    }

    /** Whether evictions under way allow a load or a write to store. */
    interface Check {

        /** Waits for the look after the claim. */
        void await(Budget budget) throws StoreException;

        /**
         * Whether an eviction under way is known to cover the entry. To be called once, when the lease was granted.
         *
         * @param isEarly whether the look was carried out before the claim
         */
        boolean covers(boolean isEarly, Budget budget) throws StoreException;

        /**
         * Whether it is known that no covering eviction was under way when the lease was granted. To be called by any
         * thread, any number of times.
         */
        boolean isPassed(Budget budget) throws StoreException;
    }

    /**
     * A look that is carried out after a claim that had to be sent again; many of them share a round trip. On a cluster it is the
     * first one, which has to be the earlier one.
     */
    Check again(Check check, EntryId id, boolean isEarly, Budget budget) throws StoreException {
        return isEarly && !session.isCluster() ? check(id, budget) : check;
    }

    /** For what may be stored whatever is evicted meanwhile. */
    static final Check UNCHECKED = new Check() {
        @Override
        public void await(Budget budget) {}

        @Override
        public boolean covers(boolean isEarly, Budget budget) {
            return false;
        }

        @Override
        public boolean isPassed(Budget budget) {
            return true;
        }
    };

    /**
     * Two looks on a cluster, one on a single server. Changed by the claiming thread only, before others know the
     * lease.
     */
    private final class Checking implements Check {

        private final EntryId id;
        private final Reply<Seen> sent;
        private Seen first = Seen.NOTHING;

        /** Null on a single server. Shared by all threads that wait for it. */
        private @Nullable CompletableFuture<Seen> second;

        Checking(EntryId id, Reply<Seen> sent) {
            this.id = id;
            this.sent = sent;
        }

        @Override
        public void await(Budget budget) throws StoreException {
            first = sent.await(budget);
        }

        @Override
        public boolean covers(boolean isEarly, Budget budget) throws StoreException {
            if (session.isCluster() && !first.hasVersion()) {
                open(budget);
                first = look(budget).await(budget);
            } else if (isEarly && !session.isCluster()) {
                first = look(budget).await(budget);
            }
            if (cover(first, id, budget)) {
                return true;
            }
            second = session.isCluster() ? startLook(budget) : null;
            return false;
        }

        @Override
        public boolean isPassed(Budget budget) throws StoreException {
            return second == null || session.await("GET", budget, second.copy()).isOfTheSame(first);
        }
    }

    /** What a look found. Immutable. */
    static final class Seen {

        private static final Seen NOTHING = new Seen("", List.of(), 0);
        private static final Pattern FORM = Pattern.compile("(\\p{XDigit}+\\.\\d+)\n(.*)", Pattern.DOTALL);
        private static final Pattern LINE = Pattern.compile("\\p{XDigit}+\\.\\d+ (\\d{1,18}) (.*)", Pattern.DOTALL);

        private final String version;
        private final List<Line> lines;

        /** From before the look was sent, by our monotonic clock. */
        private final long askedNanos;

        private Seen(String version, List<Line> lines, long askedNanos) {
            this.version = version;
            this.lines = lines;
            this.askedNanos = askedNanos;
        }

        /** What is not of the form that {@code notice.lua} writes is foreign, and as good as nothing. */
        static Seen of(byte @Nullable [] present, long askedNanos) {
            Matcher form = FORM.matcher(present == null ? "" : Bytes.text(present));
            if (!form.matches()) {
                return NOTHING;
            }
            List<Line> lines = Arrays.stream(form.group(2).split("\n"))
                    .map(LINE::matcher)
                    .filter(Matcher::matches)
                    .map(line -> new Line(Long.parseLong(line.group(1)), line.group(2)))
                    .toList();
            return new Seen(form.group(1), lines, askedNanos);
        }

        boolean hasVersion() {
            return !version.isEmpty();
        }

        /** Whether no eviction began between the two looks. */
        boolean isOfTheSame(Seen earlier) {
            return hasVersion() && version.equals(earlier.version);
        }

        private List<Line> covering(EntryId id) {
            return lines.stream().filter(line -> line.covers(id)).toList();
        }
    }

    /** The notice of one eviction, as a look found it. */
    private record Line(long endMillis, String scope) {

        boolean covers(EntryId id) {
            return Arrays.stream(scope.split("\t")).anyMatch(item -> item.isEmpty() || isNamed(item, id));
        }

        private static boolean isNamed(String item, EntryId id) {
            String name = item.substring(1);
            return switch (item.charAt(0)) {
                case 'k' -> id.key().equals(name);
                case 't' -> id.tags().contains(name);
                case 'p' -> Glob.of(name).matches(id.key());
                default -> true; // of a later release
            };
        }
    }

    /** The notice of one eviction. Confined to its thread. */
    final class Notice {

        private final byte[] token = settings.tokens().next();
        private final String scope;
        private final ScriptReply<String> begun;
        private long prolongedNanos;
        private boolean isRefused;

        private Notice(String scope, Budget budget) throws StoreException {
            this.scope = scope;
            this.prolongedNanos = settings.ticker().nanoTime();
            this.begun = run("begin", token, scope, budget);
        }

        /** Waits until it is written, or refused. */
        void await(Budget budget) throws StoreException {
            try {
                begun.await(budget);
            } catch (StoreException e) {
                requireAnswered(e);
                isRefused = true;
            }
        }

        /** Whether it was written after the commands that followed it. Known after {@link #await}. */
        boolean cameLate() {
            return begun.wasRepeated();
        }

        /** Whether it is time to do so, for an eviction that goes on. */
        boolean isToBeProlonged() {
            return !isRefused && settings.ticker().nanoTime() - prolongedNanos > LASTS.toNanos() / 4;
        }

        /** Sends it again with a later end. A refusal does no harm: it lasts until the earlier end. */
        Reply<Boolean> prolong(Budget budget) throws StoreException {
            prolongedNanos = settings.ticker().nanoTime();
            Reply<String> prolonged = run("prolong", token, scope, budget);
            return waiting -> isUp(prolonged, waiting);
        }

        /** Sends its removal. The answer says whether the notice was there all the time. */
        Reply<Boolean> end(Budget budget) throws StoreException {
            Reply<String> ended = run("end", token, scope, budget);
            return waiting -> isUp(ended, waiting) && !isRefused;
        }

        /** Sends its removal, without waiting for an answer. */
        void drop() {
            session.post(
                    Script.NOTICE,
                    key,
                    token,
                    Bytes.of("end"),
                    Bytes.of(0),
                    Bytes.of(""),
                    keepOrDrop(),
                    Bytes.of(LONGEST.toMillis()));
        }

        private static boolean isUp(Reply<String> reply, Budget waiting) throws StoreException {
            try {
                return reply.await(waiting).equals("up");
            } catch (StoreException e) {
                requireAnswered(e);
                return false;
            }
        }

        /** If Redis refuses the notice, the eviction goes on without it. */
        private static void requireAnswered(StoreException e) throws StoreException {
            if (e.isUnanswered() || e.isUnsent() || e.isMisdirected()) {
                throw e;
            }
        }
    }
}
