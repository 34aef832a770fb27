package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Glob;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.RemoteStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Entries and leases in Redis, over one connection.
 *
 * <p><b>Shape.</b> Key {@code <namespace>:<key>}, a hash. Field {@code v:<fingerprint>} is a value in
 * {@link ValueFormat}; field {@code lease} is {@code <token>:<end>}, by Redis time in milliseconds. The key expires with
 * the latest of its values, or, without values, some time after the lease. A hit is one {@code HGET}; everything that
 * changes an entry is one {@link Script} or one {@code UNLINK}.
 *
 * <p><b>Units and clock.</b> Redis time, read by the scripts; for the hit, its {@link RedisClock estimate}.
 *
 * <p><b>Threads.</b> Thread-safe. Values are copied and leases made on callers' threads.
 *
 * <p><b>Why</b> evictions are {@code UNLINK} and leave no mark: the absent lease is the mark. So an eviction needs no
 * memory, no script and no clock, and works on a Redis that is full.
 */
final class RedisStore implements RemoteStore {

    private static final byte[] LEASE = Bytes.of("lease");

    /** Much more would overflow the thirteen digits of a deadline. */
    private static final long MAX_TTL_MILLIS = Duration.ofDays(3650).toMillis();

    /** Used to try out a connection; removing it harms nobody. */
    private static final String PROBE_KEY = "larder-probe";

    private static final int SCAN_COUNT = 500;

    /** For one round trip of an operator's scan. */
    private static final Duration STEP = Duration.ofSeconds(2);

    private final RedisSession session;
    private final SharedReads reads = new SharedReads();
    private final KeySpace keys;
    private final LeaseTokens tokens;
    private final long leaseMillis;
    private final long leaseMemoryMillis;
    private final Ticker ticker;
    private final LongConsumer getLatencyNanos;
    private final RedisClock clock;

    RedisStore(RedisSession session, RedisStoreSettings settings) {
        this.session = session;
        this.keys = settings.keys();
        this.tokens = settings.tokens();
        this.leaseMillis = settings.lease().toMillis();
        this.leaseMemoryMillis = Lease.memoryOf(settings.lease()).toMillis();
        this.ticker = settings.ticker();
        this.getLatencyNanos = settings.getLatencyNanos();
        this.clock = new RedisClock(ticker);
    }

    /** Always null: there is nothing here without waiting. */
    @Override
    public @Nullable StoredEntry peek(String key, String fingerprint, int tags) {
        return null;
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        byte[] key = keys.keyOf(id.key());
        byte[] field = fieldOf(id);
        long start = ticker.nanoTime();
        byte[] stored = session.share("HGET", budget, reads, id, c -> c.hget(key, field));
        getLatencyNanos.accept(ticker.nanoTime() - start);
        if (stored == null || !ValueFormat.isFresh(stored, clock.nowMillis())) {
            return Lookup.ABSENT;
        }
        return new Lookup.Fresh(entryOf(stored));
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        byte[] key = keys.keyOf(id.key());
        byte[] field = fieldOf(id);
        byte[] token = tokens.next();
        byte[] memory = Bytes.of(leaseMemoryMillis);
        List<Object> answer;
        try {
            answer = session.runForList(Script.CLAIM, budget, key, field, token, Bytes.of(leaseMillis), memory);
        } catch (StoreException e) {
            giveBack(key, token);
            throw e;
        }
        String outcome = Bytes.text((byte[]) answer.get(0));
        return switch (outcome) {
            case "found" -> new Claim.Found(entryOf((byte[]) answer.get(1)));
            case "held" -> new Claim.Held((long) answer.get(1));
            default -> new Claim.Granted(new RedisLease(key, field, token));
        };
    }

    /**
     * Redis may carry out late what its caller has given up. A lease that nobody knows of would keep all others waiting
     * for as long as it lasts, although nobody loads.
     */
    private void giveBack(byte[] key, byte[] token) {
        session.post(Script.RELEASE, key, token);
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException {
        byte[] envelope = ((StoredEntry.Encoded) unreadable).envelope();
        session.runForWord(Script.DISCARD, budget, keys.keyOf(id.key()), fieldOf(id), envelope);
    }

    @Override
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        List<byte[]> redisKeys = new ArrayList<>(eviction.keys().size());
        for (String key : eviction.keys()) {
            redisKeys.add(keys.keyOf(key));
        }
        long removed = unlink(redisKeys, budget);
        for (String glob : eviction.patterns()) {
            removed += evictPattern(glob);
        }
        return removed;
    }

    /** One command per key, since on a cluster they live in different places; all of them on one journey. */
    private long unlink(List<byte[]> redisKeys, Budget budget) throws StoreException {
        List<RedisFuture<Long>> replies = new ArrayList<>(redisKeys.size());
        for (byte[] key : redisKeys) {
            replies.add(session.send("UNLINK", budget, c -> c.unlink(key)));
        }
        long removed = 0;
        for (RedisFuture<Long> reply : replies) {
            removed += session.await("UNLINK", budget, reply);
        }
        return removed;
    }

    /** What is there all through the scan is found; what is stored meanwhile began before it and is found, or later. */
    private long evictPattern(String glob) throws StoreException {
        Glob pattern = Glob.of(glob);
        ScanArgs page = new ScanArgs().match(keys.scanPattern(glob)).limit(SCAN_COUNT);
        ScanCursor cursor = ScanCursor.INITIAL;
        long removed = 0;
        while (!cursor.isFinished()) {
            ScanCursor from = cursor;
            KeyScanCursor<byte[]> found = session.ask("SCAN", step(), c -> c.scan(from, page));
            removed += unlink(matching(pattern, found.getKeys()), step());
            cursor = found;
        }
        return removed;
    }

    private List<byte[]> matching(Glob pattern, List<byte[]> redisKeys) {
        List<byte[]> matching = new ArrayList<>(redisKeys.size());
        for (byte[] key : redisKeys) {
            if (keys.isMatch(pattern, key)) {
                matching.add(key);
            }
        }
        return matching;
    }

    private Budget step() {
        return new Budget(ticker, STEP);
    }

    @Override
    public long memoryEntries() {
        return 0;
    }

    @Override
    public Inspection inspect(String key, Budget budget) throws StoreException {
        List<Object> answer = session.runForList(Script.INSPECT, budget, keys.keyOf(key));
        long versions = (long) answer.get(0);
        boolean leased = (long) answer.get(3) == 1;
        return new Inspection((int) versions, (long) answer.get(1), (long) answer.get(2), leased);
    }

    /** {@code PING} is refused while Redis loads its data and {@code TIME} is not, so it takes both. */
    @Override
    public void check(Budget budget) throws StoreException {
        RedisFuture<String> pong = session.send("PING", budget, c -> c.ping());
        long askedNanos = ticker.nanoTime();
        RedisFuture<List<byte[]>> time = session.send("TIME", budget, c -> c.time());
        session.await("PING", budget, pong);
        clock.set(session.await("TIME", budget, time), askedNanos);
    }

    /**
     * Tries what calls will need, on a key that does not exist. A replica refuses the {@code UNLINK}, a user without
     * the rights is told so, and nothing is written.
     */
    void tryOut(Budget budget) throws StoreException {
        check(budget);
        byte[] key = keys.keyOf(PROBE_KEY);
        session.<byte[]>ask("HGET", budget, c -> c.hget(key, LEASE));
        session.runForWord(Script.RELEASE, budget, key, tokens.next());
        session.ask("UNLINK", budget, c -> c.unlink(key));
    }

    @Override
    public long usedMemoryBytes(Budget budget) throws StoreException {
        String info = session.ask("INFO", budget, c -> c.info("memory"));
        return info.lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() {
        session.close();
    }

    private static byte[] fieldOf(EntryId id) {
        return Bytes.of("v:" + id.fingerprint());
    }

    private static StoredEntry entryOf(byte[] stored) {
        return new StoredEntry.Encoded(ValueFormat.envelope(stored));
    }

    /** Knows its token; whether it still stands, only Redis knows. */
    private final class RedisLease implements Lease {

        private final byte[] key;
        private final byte[] field;
        private final byte[] token;

        RedisLease(byte[] key, byte[] field, byte[] token) {
            this.key = key;
            this.field = field;
            this.token = token;
        }

        @Override
        public boolean keepsReferences() {
            return false;
        }

        @Override
        public boolean store(StoredEntry entry, long ttlMillis, Budget budget) throws StoreException {
            byte[] envelope = ((StoredEntry.Encoded) entry).envelope();
            byte[] ttl = Bytes.of(Math.min(ttlMillis, MAX_TTL_MILLIS));
            try {
                return session.runForWord(Script.STORE, budget, key, field, token, ttl, envelope)
                        .equals("stored");
            } catch (StoreException e) {
                giveBack(key, token);
                throw e;
            }
        }

        @Override
        public void release(Budget budget) throws StoreException {
            session.runForWord(Script.RELEASE, budget, key, token);
        }
    }
}
