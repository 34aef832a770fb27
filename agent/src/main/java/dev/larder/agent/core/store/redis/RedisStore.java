package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lineage;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.RemoteStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.WriteMark;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries, leases and tags in Redis, over the connections of one {@link RedisSession}. Each kind of work has a type of
 * its own; this one has the connection's health.
 *
 * <p><b>Shape.</b> Key {@code <namespace>:<key>}, a hash. Field {@code v:<fingerprint>} is a value in
 * {@link ValueFormat}; field {@code lease} is {@code <token>:<end>}; {@code hold} is the end of a hold-off; {@code n} is a
 * counter and {@code until} its end. The key expires with the latest of these, or, with a lease alone, some time after
 * it. Key {@code <namespace>#<tag>} is a tag: see {@link Tags}. A hit is one {@code HGET} and a {@code GET} for each tag;
 * everything that changes an entry is one {@link Script} or one {@code UNLINK}.
 *
 * <p><b>Units and clock.</b> Redis time in milliseconds since the epoch, read by the scripts; for the hit, its
 * {@link RedisClock estimate}.
 *
 * <p><b>Threads.</b> Thread-safe. Values are copied and leases made on callers' threads.
 */
final class RedisStore implements RemoteStore {

    /** Used to try out a connection; removing it harms nobody. */
    private static final String PROBE_KEY = "larder-probe";

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final RedisClock clock;
    private final Mark mark;
    private final Lookups lookups;
    private final Leases leases;
    private final Evictions evictions;
    private final Puts puts;
    private final PromptChanges changes;

    RedisStore(RedisSession session, RedisStoreSettings settings) {
        this.session = session;
        this.settings = settings;
        this.clock = new RedisClock(settings.ticker());
        Tags tags = new Tags(session, settings);
        this.mark = new Mark(session, settings);
        this.lookups = new Lookups(session, settings, tags, clock);
        this.leases = new Leases(session, settings, tags, mark);
        this.evictions = new Evictions(session, settings, mark);
        this.puts = new Puts(settings, tags, mark, leases, evictions);
        this.changes = new PromptChanges(session, settings, tags, clock);
    }

    /** Always null: there is nothing here without waiting. */
    @Override
    public @Nullable StoredEntry peek(String key, String fingerprint, int tags) {
        return null;
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        return lookups.find(id, budget);
    }

    @Override
    public List<Lookup> lookupAll(List<EntryId> ids, Budget budget) throws StoreException {
        return lookups.findAll(ids, budget);
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        return leases.claim(id, budget);
    }

    @Override
    public @Nullable Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) throws StoreException {
        return leases.takeOver(id, since, budget);
    }

    @Override
    public Map<EntryId, Lease> takeOverAll(Collection<EntryId> ids, Budget budget) throws StoreException {
        return leases.takeOverAll(ids, budget);
    }

    @Override
    public WriteMark mark(Budget budget) throws StoreException {
        return mark.take(budget);
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException {
        byte[] envelope = ((StoredEntry.Encoded) unreadable).envelope();
        byte[] key = settings.keys().keyOf(id.key());
        session.run(Script.DISCARD, budget, key, ValueFormat.fieldOf(id), envelope)
                .await(budget);
    }

    @Override
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        return evictions.evict(eviction, budget);
    }

    @Override
    public void putAll(Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis, Budget budget) throws StoreException {
        puts.putAll(entries, ttlMillis, budget);
    }

    @Override
    public @Nullable StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget)
            throws StoreException {
        return puts.putIfAbsent(id, entry, ttlMillis, budget);
    }

    @Override
    public boolean expire(String key, long ttlMillis, Budget budget) throws StoreException {
        return changes.expire(key, ttlMillis, budget);
    }

    @Override
    public long increment(String key, long by, long ttlMillis, Budget budget) throws StoreException {
        return changes.increment(key, by, ttlMillis, budget);
    }

    @Override
    public long memoryEntries() {
        return 0;
    }

    @Override
    public Inspection inspect(String key, Budget budget) throws StoreException {
        return lookups.inspect(key, budget);
    }

    /** {@code PING} is refused while Redis loads its data and {@code TIME} is not, so it takes both. */
    @Override
    public void check(Budget budget) throws StoreException {
        List<Reply<String>> pongs = new ArrayList<>();
        List<Reply<List<byte[]>>> times = new ArrayList<>();
        List<RedisClusterAsyncCommands<byte[], byte[]>> servers = session.servers(budget);
        long askedNanos = settings.ticker().nanoTime();
        for (RedisClusterAsyncCommands<byte[], byte[]> server : servers) {
            pongs.add(session.sendTo(server, "PING", budget, c -> c.ping()));
            times.add(session.sendTo(server, "TIME", budget, c -> c.time()));
        }
        Reply.awaitAll(pongs, budget);
        List<List<byte[]>> answers = Reply.awaitAll(times, budget);
        clock.set(answers, askedNanos, settings.ticker().nanoTime());
    }

    /**
     * Tries what calls will need, on a key that does not exist. A replica refuses the {@code UNLINK}, a user without
     * the rights is told so, and nothing is written.
     */
    void tryOut(Budget budget) throws StoreException {
        check(budget);
        byte[] key = settings.keys().keyOf(PROBE_KEY);
        byte[] tag = settings.keys().tagKeyOf(PROBE_KEY);
        session.<byte @Nullable []>ask("HGET", budget, c -> c.hget(key, key));
        session.<byte @Nullable []>ask("GET", budget, c -> c.get(tag));
        session.run(Script.RELEASE, budget, key, settings.tokens().next()).await(budget);
        session.ask("UNLINK", budget, c -> c.unlink(key));
        check(budget); // the first answers of a connection take far longer than all others, too long to set a clock by
    }

    @Override
    public long usedMemoryBytes(Budget budget) throws StoreException {
        List<Reply<String>> answers = new ArrayList<>();
        for (RedisClusterAsyncCommands<byte[], byte[]> server : session.servers(budget)) {
            answers.add(session.sendIfAllowed(server, "INFO", budget, c -> c.info("memory")));
        }
        long bytes = 0;
        for (String info : Reply.awaitAll(answers, budget)) {
            bytes += ServerInfo.of(info).usedMemoryBytes();
        }
        return bytes > 0 ? bytes : -1;
    }

    /** Section by section: Redis before 7 takes only one of them at a time. */
    @Override
    public Lineage lineage(Budget budget) throws StoreException {
        List<Reply<String>> processes = new ArrayList<>();
        List<Reply<String>> histories = new ArrayList<>();
        for (RedisClusterAsyncCommands<byte[], byte[]> server : session.servers(budget)) {
            processes.add(session.sendIfAllowed(server, "INFO", budget, c -> c.info("server")));
            histories.add(session.sendIfAllowed(server, "INFO", budget, c -> c.info("replication")));
        }
        List<Lineage.Server> servers = new ArrayList<>();
        for (int i = 0; i < processes.size(); i++) {
            ServerInfo info = ServerInfo.of(
                    processes.get(i).await(budget), histories.get(i).await(budget));
            if (info.isReplica()) {
                throw new StoreException("INFO failed: the server has become another one's replica", null);
            }
            if (!info.tellsLineage()) {
                return Lineage.UNTOLD;
            }
            servers.add(info.lineage());
        }
        return new Lineage(servers);
    }

    @Override
    public void close() {
        session.close();
    }
}
