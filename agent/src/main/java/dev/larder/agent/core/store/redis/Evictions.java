package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Glob;
import dev.larder.agent.core.store.StoreException;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes entries with their leases, and ends tags.
 *
 * <p>An eviction is {@code UNLINK} and leaves no mark: the absent lease and the absent tag are the mark. So it needs no
 * memory, no script and no clock, and works on a Redis that is full. Only where loads are to be held off, the keys are
 * replaced by a mark that ends by itself; if Redis cannot do that, by nothing, as otherwise.
 *
 * <p><b>Late commands.</b> An eviction that Redis carries out late costs a load.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Evictions {

    /** How many commands share one journey: less than the client takes from everybody together. */
    private static final int BATCH = 1_000;

    /** How many keys one {@code UNLINK} names, of one server. It is their number that takes Redis's time. */
    private static final int GROUP = 100;

    /** For one round trip of an operator's scan. */
    private static final Duration STEP = Duration.ofSeconds(2);

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final Mark mark;
    private final PatternScan scan;

    Evictions(RedisSession session, RedisStoreSettings settings, Mark mark) {
        this.session = session;
        this.settings = settings;
        this.mark = mark;
        this.scan = new PatternScan(session, this::step);
    }

    long evict(Eviction eviction, Budget budget) throws StoreException {
        if (eviction.isEmpty()) {
            return 0;
        }
        KeySpace keys = settings.keys();
        Reply<Long> ended = mark.end(budget);
        long removed = remove(
                eviction.keys().stream().map(keys::keyOf).toList(),
                eviction.tags().stream().map(keys::tagKeyOf).toList(),
                budget);
        ended.await(budget);
        for (String glob : eviction.patterns()) {
            removed += glob.equals(Eviction.EVERYTHING) ? evictEverything() : evictPattern(glob);
        }
        return removed;
    }

    /** What is there all through the scan is found; what is stored meanwhile began before it and is found, or later. */
    private long evictPattern(String glob) throws StoreException {
        Glob pattern = Glob.of(glob);
        KeySpace keys = settings.keys();
        return scan.run(keys.scanPattern(glob), page -> remove(matching(pattern, page), List.of(), step()));
    }

    private long evictEverything() throws StoreException {
        Glob pattern = Glob.of(Eviction.EVERYTHING);
        KeySpace keys = settings.keys();
        return scan.run(
                keys.scanPatternForEverything(),
                page -> remove(
                        matching(pattern, page),
                        page.stream().filter(keys::isTag).toList(),
                        step()));
    }

    private List<byte[]> matching(Glob pattern, List<byte[]> redisKeys) {
        return redisKeys.stream()
                .filter(key -> settings.keys().isMatch(pattern, key))
                .toList();
    }

    private Budget step() {
        return new Budget(settings.ticker(), STEP);
    }

    /** Both on one journey; on several where they are very many. Returns how many of {@code entries} there were. */
    private long remove(List<byte[]> entries, List<byte[]> tags, Budget budget) throws StoreException {
        if (!settings.holdsOff()) {
            return unlink(entries, tags, budget);
        }
        try {
            return holdOff(entries, tags, budget);
        } catch (StoreException e) {
            return unlink(entries, tags, budget); // which fails as well if it was not the mark that failed
        }
    }

    private long unlink(List<byte[]> entries, List<byte[]> tags, Budget budget) throws StoreException {
        Journeys journeys = new Journeys(budget);
        for (List<byte[]> some : groups(tags)) {
            journeys.add(uncounted(unlink(some, journeys.budget())));
        }
        for (List<byte[]> some : groups(entries)) {
            journeys.add(unlink(some, journeys.budget()));
        }
        return journeys.end();
    }

    private Reply<Long> unlink(List<byte[]> redisKeys, Budget budget) throws StoreException {
        byte[][] named = redisKeys.toArray(byte[][]::new);
        return session.send("UNLINK", budget, c -> c.unlink(named));
    }

    private List<List<byte[]>> groups(List<byte[]> redisKeys) {
        int size = session.isCluster() ? 1 : GROUP;
        List<List<byte[]>> groups = new ArrayList<>();
        for (int from = 0; from < redisKeys.size(); from += size) {
            groups.add(redisKeys.subList(from, Math.min(from + size, redisKeys.size())));
        }
        return groups;
    }

    private long holdOff(List<byte[]> entries, List<byte[]> tags, Budget budget) throws StoreException {
        Journeys journeys = new Journeys(budget);
        byte[] hold = Bytes.of(Tags.HOLD);
        SetArgs ending = SetArgs.Builder.px(settings.holdOff().toMillis());
        for (byte[] key : tags) {
            journeys.add(uncounted(session.send("SET", journeys.budget(), c -> c.set(key, hold, ending))));
        }
        for (byte[] key : entries) {
            Reply<String> reply = session.run(
                    Script.EVICT,
                    journeys.budget(),
                    key,
                    Bytes.of(settings.holdOff().toMillis()));
            journeys.add(waiting -> reply.await(waiting).equals("evicted") ? 1L : 0L);
        }
        return journeys.end();
    }

    private static Reply<Long> uncounted(Reply<?> reply) {
        return waiting -> {
            reply.await(waiting);
            return 0L;
        };
    }

    /**
     * Adds up what commands removed, and waits for those on their way whenever they are many. Each journey has as much time
     * as one call.
     */
    private static final class Journeys {

        private Budget budget;
        private final List<Reply<Long>> sent = new ArrayList<>();
        private long removed;

        Journeys(Budget budget) {
            this.budget = budget;
        }

        Budget budget() {
            return budget;
        }

        void add(Reply<Long> reply) throws StoreException {
            sent.add(reply);
            if (sent.size() == BATCH) {
                end();
            }
        }

        long end() throws StoreException {
            for (long count : Reply.awaitAll(sent, budget)) {
                removed += count;
            }
            sent.clear();
            budget = budget.anew();
            return removed;
        }
    }
}
