package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.LocalEntries;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.PendingStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.StoresTogether;
import dev.larder.agent.core.store.Turn;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.store.memory.NearCopies;
import dev.larder.agent.core.store.redis.command.Abilities;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.command.Script;
import dev.larder.agent.core.store.redis.command.ScriptReply;
import dev.larder.agent.core.store.redis.command.ServerInfo;
import dev.larder.agent.core.store.redis.command.UsedKeys;
import dev.larder.agent.core.store.remote.Lineage;
import dev.larder.agent.core.store.remote.MostUsed;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.store.remote.Telling;
import dev.larder.agent.core.wait.Budget;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Entries, leases and tags in Redis, over the connections of one {@link RedisSession}. Each kind of work has its own
 * type; this one checks the health of the connection.
 *
 * <p><b>Shape.</b> Key {@code <namespace>:<key>}, a hash. Field {@code v:<fingerprint>} is a value in
 * {@link ValueFormat}; field {@code lease} is {@code <token>:<end>}; {@code hold} is the end of a hold-off; {@code n} is a
 * counter and {@code until} its end; {@code ends} are the ends of several values. The key expires with the latest of
 * these, or, with a lease alone, some time after it. Key {@code <namespace>#<tag>} is a tag: see {@link Tags}. A hit is one {@code HGET} and a {@code GET} for each tag;
 * everything that changes an entry is one {@link Script} or one {@code UNLINK}.
 *
 * <p><b>Units and clock.</b> Redis time in milliseconds since the epoch, read by the scripts; for the hit, its
 * {@link RedisClock estimate}.
 *
 * <p><b>Threads.</b> Thread-safe. Values are copied and leases made on callers' threads.
 */
final class RedisStore implements RemoteStore {

    /** Used to test a connection; removing it is harmless. */
    private static final String PROBE_KEY = "larder-probe";

    /** How many share a round trip. */
    private static final int DISCARDED_AT_ONCE = 500;

    private final RedisSession session;

    /** For commands that belong to no call. */
    private final RedisSession aside;

    private final Abilities abilities;
    private final RedisStoreSettings settings;
    private final RedisClock clock;
    private final Generation generation;
    private final Mark mark;
    private final Lookups lookups;
    private final NearReads near;
    private final NearCopies copies;
    private final Leases leases;
    private final Claims claims;
    private final Evictions evictions;
    private final Puts puts;
    private final PromptChanges changes;
    private final UsedKeys used;

    RedisStore(RedisSession session, RedisStoreSettings settings) {
        this(session, settings, new Abilities());
    }

    /** @param abilities those known so far; {@link #tryOut} finds them out */
    RedisStore(RedisSession session, RedisStoreSettings settings, Abilities abilities) {
        this.session = session;
        this.abilities = abilities;
        this.aside = session.aside();
        this.settings = settings;
        this.clock = new RedisClock(settings.ticker());
        this.generation = new Generation(aside, settings);
        Tags tags = new Tags(session, settings, generation);
        this.mark = new Mark(session, settings, abilities);
        Notices notices = new Notices(session, settings, clock);
        this.near = new NearReads(session, settings);
        this.copies = near.copies();
        this.lookups = new Lookups(session, settings, tags, generation, clock, near);
        this.leases = new Leases(session, settings, tags, mark, notices);
        this.claims = new Claims(tags, notices, leases);
        this.evictions = new Evictions(session, settings, mark, abilities, generation, tags, notices);
        this.puts = new Puts(settings, tags, mark, leases, evictions);
        this.changes = new PromptChanges(session, settings, tags, clock);
        this.used = new UsedKeys(aside, settings.keys().usedKey());
    }

    @Override
    public LocalEntries near() {
        return copies;
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        StoredEntry copy = id.near() ? copies.find(id) : null;
        return copy != null ? new Lookup.Fresh(copy) : lookups.find(id, budget);
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
    public List<Claim> claimAll(List<EntryId> ids, Budget budget) throws StoreException {
        return claims.claimAll(ids, budget);
    }

    @Override
    public @Nullable Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) throws StoreException {
        return writers(id, leases.takeOver(id, since, budget));
    }

    @Override
    public Map<EntryId, Lease> takeOverAll(Collection<EntryId> ids, @Nullable WriteMark since, Budget budget)
            throws StoreException {
        Map<EntryId, Lease> leases = new HashMap<>();
        claims.takeOverAll(List.copyOf(ids), since, budget).forEach((id, lease) -> leases.put(id, writers(id, lease)));
        return leases;
    }

    private @Nullable Lease writers(EntryId id, @Nullable Lease lease) {
        return lease == null ? null : new PutLease(lease, id.key(), copies);
    }

    @Override
    public WriteMark mark(Budget budget) throws StoreException {
        return mark.take(budget);
    }

    @Override
    public @Nullable Turn takeTurn(EntryId id, Budget budget) throws StoreException {
        return changes.takeTurn(id, budget);
    }

    @Override
    public void discard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException {
        if (unreadable instanceof StoredEntry.Local) {
            copies.evict(Eviction.ofKey(id.key()));
        } else {
            startDiscard(id, unreadable, budget).await(budget);
        }
    }

    /** Each batch has as much time as one call. */
    @Override
    public void discardAll(Map<EntryId, StoredEntry> unreadable, Budget budget) throws StoreException {
        List<EntryId> ids = new ArrayList<>();
        for (Map.Entry<EntryId, StoredEntry> each : unreadable.entrySet()) {
            if (each.getValue() instanceof StoredEntry.Local) {
                copies.evict(Eviction.ofKey(each.getKey().key()));
            } else {
                ids.add(each.getKey());
            }
        }
        Budget within = budget;
        for (int from = 0; from < ids.size(); from += DISCARDED_AT_ONCE) {
            List<ScriptReply<String>> sent = new ArrayList<>();
            for (EntryId id : ids.subList(from, Math.min(from + DISCARDED_AT_ONCE, ids.size()))) {
                sent.add(startDiscard(id, Objects.requireNonNull(unreadable.get(id)), within));
            }
            ScriptReply.settleAll(sent, within);
            for (ScriptReply<String> each : sent) {
                each.await(within);
            }
            within = budget.anew();
        }
    }

    private ScriptReply<String> startDiscard(EntryId id, StoredEntry unreadable, Budget budget) throws StoreException {
        byte[] envelope = ((StoredEntry.Encoded) unreadable).envelope();
        byte[] key = settings.keys().keyOf(id.key());
        return session.run(Script.DISCARD, budget, key, ValueFormat.fieldOf(id), envelope);
    }

    @Override
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        try {
            return evictions.evict(eviction, budget);
        } finally {
            copies.evict(eviction);
        }
    }

    @Override
    public void putAll(Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis, Budget budget) throws StoreException {
        try {
            puts.putAll(entries, ttlMillis, budget);
        } finally {
            entries.keySet().forEach(id -> copies.evict(Eviction.ofKey(id.key())));
        }
    }

    @Override
    public @Nullable StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget)
            throws StoreException {
        try {
            return puts.putIfAbsent(id, entry, ttlMillis, budget);
        } finally {
            copies.evict(Eviction.ofKey(id.key()));
        }
    }

    @Override
    public boolean expire(String key, long ttlMillis, Budget budget) throws StoreException {
        try {
            return changes.expire(key, ttlMillis, budget);
        } finally {
            copies.evict(Eviction.ofKey(key));
        }
    }

    @Override
    public long increment(String key, long by, long ttlMillis, Budget budget) throws StoreException {
        return changes.increment(key, by, ttlMillis, budget);
    }

    @Override
    public Inspection inspect(String key, Budget budget) throws StoreException {
        return lookups.inspect(key, budget);
    }

    @Override
    public void check(Budget budget) throws StoreException {
        long sentNanos = settings.ticker().nanoTime();
        Reply<String> version = generation.ask(budget);
        clock.ask(aside, budget).await(budget);
        near.checked(sentNanos, version.await(budget));
    }

    @Override
    public long leastClockOffsetMillis() {
        return clock.leastOffsetMillis();
    }

    @Override
    public long mostClockOffsetMillis() {
        return clock.mostOffsetMillis();
    }

    @Override
    public void ping(Budget budget) throws StoreException {
        aside.inSequence(budget).await(budget);
    }

    /** Tries the commands that calls need, and returns which of the others are allowed: see {@link TryOut}. */
    Abilities tryOut(Budget budget) throws StoreException {
        byte[] key = settings.keys().keyOf(PROBE_KEY);
        byte[] tag = settings.keys().tagKeyOf(PROBE_KEY);
        new TryOut(aside, settings, abilities, key, tag).run(generation, clock, budget);
        return abilities;
    }

    @Override
    public boolean findsKeys() {
        return abilities.scans();
    }

    /** On a key that is never written. */
    @Override
    public void probe(Budget budget) throws StoreException {
        byte[] key = settings.keys().keyOf(PROBE_KEY);
        aside.<byte @Nullable []>ask("HGET", budget, c -> c.hget(key, key));
        aside.run(Script.RELEASE, budget, key, settings.tokens().next()).await(budget);
    }

    @Override
    public void renew(Lineage data, Budget budget) throws StoreException {
        generation.renewOnce(data, budget);
        copies.clear();
        generation.awaitKnown();
    }

    @Override
    public Telling telling(Budget budget) {
        return near.telling(budget);
    }

    @Override
    public int readAhead(List<EntryId> ids, Budget budget) throws StoreException {
        return lookups.readAhead(ids, budget);
    }

    @Override
    public MostUsed mostUsed(int most, Budget budget) throws StoreException {
        return used.read(most, budget);
    }

    @Override
    public void noteUses(Map<EntryId, Integer> uses, int most, Budget budget) throws StoreException {
        used.add(uses, most, budget);
    }

    @Override
    public long usedMemoryBytes(Budget budget) throws StoreException {
        List<Reply<String>> answers = new ArrayList<>();
        for (RedisClusterAsyncCommands<byte[], byte[]> server : aside.servers(budget)) {
            answers.add(aside.sendIfAllowed(server, "INFO", budget, c -> c.info("memory")));
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
        List<Reply<Boolean>> inSequence = new ArrayList<>();
        for (RedisClusterAsyncCommands<byte[], byte[]> server : aside.servers(budget)) {
            processes.add(aside.sendIfAllowed(server, "INFO", budget, c -> c.info("server")));
            histories.add(aside.sendIfAllowed(server, "INFO", budget, c -> c.info("replication")));
            inSequence.add(aside.inSequence(server, budget));
        }
        List<Lineage.Server> servers = new ArrayList<>();
        for (int i = 0; i < processes.size(); i++) {
            String process = processes.get(i).await(budget);
            String history = histories.get(i).await(budget);
            inSequence.get(i).await(budget); // before anything is read from them
            ServerInfo info = ServerInfo.of(process, history);
            if (info.isReplica()) {
                throw StoreException.answered("INFO failed: the server has become another one's replica");
            }
            if (!info.tellsLineage()) {
                return Lineage.UNKNOWN;
            }
            servers.add(info.lineage());
        }
        return new Lineage(servers);
    }

    @Override
    public void close() {
        session.close();
        copies.close();
    }

    /**
     * The lease of a put. When that returns, this process has no copy of an older value: Redis may confirm a change before it tells of
     * it.
     *
     * <p><b>Threads.</b> Immutable; used by the thread that writes.
     */
    private record PutLease(Lease lease, String key, NearCopies copies) implements Lease {

        @Override
        public boolean keepsReferences() {
            return lease.keepsReferences();
        }

        @Override
        public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) throws StoreException {
            try {
                return lease.store(entry, ttlMillis, staleMillis, budget);
            } finally {
                copies.evict(Eviction.ofKey(key));
            }
        }

        @Override
        public PendingStore startStore(
                StoredEntry entry, long ttlMillis, long staleMillis, StoresTogether together, Budget budget)
                throws StoreException {
            PendingStore pending = lease.startStore(entry, ttlMillis, staleMillis, together, budget);
            return waiting -> {
                try {
                    return pending.await(waiting);
                } finally {
                    copies.evict(Eviction.ofKey(key));
                }
            };
        }

        @Override
        public boolean stands(Budget budget) throws StoreException {
            return lease.stands(budget);
        }

        @Override
        public void release(Budget budget) throws StoreException {
            lease.release(budget);
        }
    }
}
