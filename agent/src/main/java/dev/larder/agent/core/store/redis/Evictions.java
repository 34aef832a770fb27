package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Glob;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.RoundTrips.Removed;
import dev.larder.agent.core.store.redis.command.Abilities;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.command.Script;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.store.redis.scan.PatternScan;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes entries with their leases, and ends tags.
 *
 * <p>An eviction is {@code UNLINK} and leaves no mark: the absent lease and the absent tag are the mark. So it needs
 * no memory, no script and no clock, and works on a Redis that is full. Only with a hold-off the keys are replaced by
 * a mark that expires; if Redis refuses that, they are removed as usual.
 *
 * <p><b>Confirmation.</b> The answer to {@code UNLINK} is a number, and any other command's number looks the same. So
 * a command with a nonce follows in the same write, and only its own answer has that nonce: see {@link
 * RedisSession#inSequence}.
 *
 * <p><b>Late commands.</b> An eviction that Redis carries out late costs a load.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Evictions {

    /** How many commands share one round trip: less than the client's bound for all callers together. */
    private static final int BATCH = 1_000;

    /** How many names share one round trip: Redis removes so many well within a budget. */
    private static final int MOST_NAMES = 10_000;

    /** How often an eviction of several steps begins again. */
    private static final int MAX_PASSES = 5;

    /** How many keys of one server one {@code UNLINK} names. The time that Redis takes depends on their number. */
    static final int GROUP = 100;

    /** For one round trip of an operator's scan. */
    private static final Duration STEP = Duration.ofSeconds(2);

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final Mark mark;
    private final Abilities abilities;
    private final Generation generation;
    private final Tags tags;
    private final Notices notices;
    private final PatternScan scan;

    Evictions(
            RedisSession session,
            RedisStoreSettings settings,
            Mark mark,
            Abilities abilities,
            Generation generation,
            Tags tags,
            Notices notices) {
        this.session = session;
        this.settings = settings;
        this.mark = mark;
        this.abilities = abilities;
        this.generation = generation;
        this.tags = tags;
        this.notices = notices;
        this.scan = new PatternScan(session, this::step);
    }

    long evict(Eviction eviction, Budget budget) throws StoreException {
        if (eviction.isEmpty()) {
            return 0;
        }
        Reply<?> ended = tags.endOthersNames(mark, abilities, budget);
        boolean isFound = eviction.patterns().isEmpty() || abilities.scans();
        long removed = isFound && takesSteps(eviction)
                ? evictInSteps(eviction, budget)
                : remove(entriesOf(eviction), tagsOf(eviction), settings.holdsOff(), null, budget)
                        .entries();
        ended.await(budget);
        if (!isFound) {
            evictUnfound();
        }
        return removed;
    }

    /** Whether Redis carries it out in more than one command. */
    private boolean takesSteps(Eviction eviction) {
        int most = session.isCluster() || settings.holdsOff() ? 1 : GROUP;
        boolean isOneKind = eviction.keys().isEmpty() || eviction.tags().isEmpty();
        return !eviction.patterns().isEmpty() || !isOneKind || eviction.size() > most;
    }

    /** See {@link Notices} for why it begins again if Redis did not show the notice all the time. */
    private long evictInSteps(Eviction eviction, Budget budget) throws StoreException {
        long removed = 0;
        boolean holdingOff = settings.holdsOff();
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            Pass now = new Pass(eviction, holdingOff, pass == 0 ? budget : budget.anew());
            removed += now.run();
            holdingOff = now.holdingOff;
            if (now.isComplete()) {
                return removed;
            }
        }
        evictUnfound();
        return removed;
    }

    /**
     * Evicts everything, if keys cannot be searched. Other processes may still serve entries of the former version for
     * a while, so this waits for that time.
     */
    private void evictUnfound() throws StoreException {
        generation.renew(step());
        generation.awaitKnown();
    }

    /** One pass of an eviction of several steps, with a notice. */
    private final class Pass {

        private final Eviction eviction;
        private final Notices.Notice notice;
        private final Budget budget;
        private boolean holdingOff;
        private boolean wasNoticed;
        private boolean foundAny;

        Pass(Eviction eviction, boolean holdingOff, Budget budget) throws StoreException {
            this.eviction = eviction;
            this.holdingOff = holdingOff;
            this.budget = budget;
            this.notice = notices.begin(eviction, budget);
        }

        /** Whether nothing old is left, because nothing was stored meanwhile. */
        boolean isComplete() {
            return wasNoticed || !foundAny;
        }

        long run() throws StoreException {
            try {
                return removeAll();
            } catch (StoreException | RuntimeException e) {
                notice.drop();
                throw e;
            }
        }

        /** If one server carries commands out in their order, all of it is one round trip. */
        private long removeAll() throws StoreException {
            boolean inOrder = !session.isCluster() && !holdingOff;
            return inOrder && eviction.patterns().isEmpty() ? removeInOrder() : removeStepByStep();
        }

        private long removeInOrder() throws StoreException {
            RoundTrips unlinks = startUnlinks(entriesOf(eviction), tagsOf(eviction), notice, budget);
            Reply<Boolean> ended = notice.end(unlinks.budget());
            long removed = count(unlinks.end());
            notice.await(budget);
            wasNoticed = ended.await(budget) && !notice.cameLate();
            return removed;
        }

        private long removeStepByStep() throws StoreException {
            notice.await(budget);
            long removed = count(remove(entriesOf(eviction), tagsOf(eviction), holdingOff, notice, budget));
            for (String glob : eviction.patterns()) {
                removed += glob.equals(Eviction.EVERYTHING) ? evictEverything() : evictPattern(glob);
            }
            Budget last = step();
            wasNoticed = notice.end(last).await(last);
            return removed;
        }

        private long count(Removed some) {
            foundAny |= some.any();
            holdingOff &= !some.isHoldOffRefused();
            return some.entries();
        }

        /**
         * The scan finds every key that is there all the time. A load that stores meanwhile began before the scan, so
         * its lease is found.
         */
        private long evictPattern(String glob) throws StoreException {
            Glob pattern = Glob.of(glob);
            return scan.run(settings.keys().scanPattern(glob), page -> removePage(matching(pattern, page), List.of()));
        }

        private long evictEverything() throws StoreException {
            Glob pattern = Glob.of(Eviction.EVERYTHING);
            KeySpace keys = settings.keys();
            return scan.run(
                    keys.scanPatternForEverything(),
                    page -> removePage(
                            matching(pattern, page),
                            page.stream().filter(keys::isTag).toList()));
        }

        private long removePage(List<byte[]> entries, List<byte[]> tags) throws StoreException {
            return count(remove(entries, tags, holdingOff, notice, step()));
        }
    }

    private List<byte[]> entriesOf(Eviction eviction) {
        return eviction.keys().stream().map(settings.keys()::keyOf).toList();
    }

    private List<byte[]> tagsOf(Eviction eviction) {
        return eviction.tags().stream().map(settings.keys()::tagKeyOf).toList();
    }

    private List<byte[]> matching(Glob pattern, List<byte[]> redisKeys) {
        return redisKeys.stream()
                .filter(key -> settings.keys().isMatch(pattern, key))
                .toList();
    }

    private Budget step() {
        return new Budget(settings.ticker(), STEP);
    }

    /** Both in one round trip; in several if there are very many. */
    private Removed remove(
            List<byte[]> entries, List<byte[]> tags, boolean holdingOff, Notices.@Nullable Notice notice, Budget budget)
            throws StoreException {
        if (!holdingOff) {
            return startUnlinks(entries, tags, notice, budget).end();
        }
        try {
            return startHoldingOff(entries, tags, notice, budget).end();
        } catch (StoreException e) {
            Removed unlinked =
                    startUnlinks(entries, tags, notice, budget).end(); // fails as well if it was not the hold-off
            return new Removed(unlinked.entries(), true, true);
        }
    }

    private RoundTrips startUnlinks(
            List<byte[]> entries, List<byte[]> tags, Notices.@Nullable Notice notice, Budget budget)
            throws StoreException {
        RoundTrips trips = new RoundTrips(session, session.isCluster() ? BATCH : MOST_NAMES / GROUP, notice, budget);
        for (List<byte[]> some : groups(tags)) {
            trips.addTags(unlink(some, trips.budget()));
        }
        for (List<byte[]> some : groups(entries)) {
            trips.add(unlink(some, trips.budget()));
        }
        return trips;
    }

    private Reply<Long> unlink(List<byte[]> redisKeys, Budget budget) throws StoreException {
        return abilities.remove(session, budget, redisKeys.toArray(byte[][]::new));
    }

    private List<List<byte[]>> groups(List<byte[]> redisKeys) {
        int size = session.isCluster() ? 1 : GROUP;
        List<List<byte[]>> groups = new ArrayList<>();
        for (int from = 0; from < redisKeys.size(); from += size) {
            groups.add(redisKeys.subList(from, Math.min(from + size, redisKeys.size())));
        }
        return groups;
    }

    private RoundTrips startHoldingOff(
            List<byte[]> entries, List<byte[]> ended, Notices.@Nullable Notice notice, Budget budget)
            throws StoreException {
        RoundTrips trips = new RoundTrips(session, BATCH, notice, budget);
        for (byte[] key : ended) {
            Reply<?> held = tags.holdOff(key, trips.budget());
            trips.addTags(waiting -> {
                held.await(waiting);
                return 0L; // loads of it are held off from now on
            });
        }
        for (byte[] key : entries) {
            Reply<String> reply = session.run(
                    Script.EVICT,
                    trips.budget(),
                    key,
                    Bytes.of(settings.holdOff().toMillis()));
            trips.add(waiting -> reply.await(waiting).equals("evicted") ? 1L : 0L);
        }
        return trips;
    }
}
