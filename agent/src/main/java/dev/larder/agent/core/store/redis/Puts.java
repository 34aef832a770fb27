package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts entries that no method's body belongs to.
 *
 * <p>In two journeys: the first takes the leases, the second stores under them. A store that Redis carries out after its
 * caller has given up, and after an eviction or a newer put, finds another lease or none. In one journey it could not
 * know what came in between.
 *
 * <p>Who comes between the two journeys of another makes that one begin anew, with the same value: the caller is still
 * waiting, so it counts as the newer one.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Puts {

    /** How many entries share a journey: each takes a few commands. */
    private static final int BATCH = 250;

    /** How often others may come in between. */
    private static final int MAX_ROUNDS = 10;

    private final RedisStoreSettings settings;
    private final Tags tags;
    private final Mark mark;
    private final Leases leases;
    private final Evictions evictions;

    Puts(RedisStoreSettings settings, Tags tags, Mark mark, Leases leases, Evictions evictions) {
        this.settings = settings;
        this.tags = tags;
        this.mark = mark;
        this.leases = leases;
        this.evictions = evictions;
    }

    /** One entry to put. */
    @SuppressWarnings("ArrayRecordComponent") // compared by their ids
    private record Put(EntryId id, byte[] envelope) {

        /** Loads of it, too, are held off: nobody could see it end with its tag. */
        boolean isHeldOff(Map<String, String> versions) {
            return id.tags().stream().anyMatch(tag -> Tags.HOLD.equals(versions.get(tag)));
        }

        Map<String, String> own(Map<String, String> versions) {
            Map<String, String> own = new LinkedHashMap<>();
            id.tags().forEach(tag -> own.put(tag, versions.getOrDefault(tag, Tags.NONE)));
            return own;
        }
    }

    /** Of several for one key the last one counts. */
    void putAll(Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis, Budget budget) throws StoreException {
        Map<String, Put> byKey = new LinkedHashMap<>();
        entries.forEach((id, entry) -> byKey.put(id.key(), new Put(id, entry.envelope())));
        List<Put> puts = List.copyOf(byKey.values());
        byte[] ttl = RedisStoreSettings.ttl(ttlMillis);
        for (int from = 0; from < puts.size(); from += BATCH) {
            putBatch(puts.subList(from, Math.min(from + BATCH, puts.size())), ttl, budget);
        }
    }

    private void putBatch(List<Put> batch, byte[] ttl, Budget budget) throws StoreException {
        Set<String> refused = new LinkedHashSet<>();
        List<Put> left = batch;
        for (int round = 0; round < MAX_ROUNDS && !left.isEmpty(); round++) {
            left = putOnce(left, refused, ttl, budget);
        }
        left.forEach(put -> refused.add(put.id().key()));
        evictions.evict(new Eviction(refused, Set.of(), Set.of()), budget); // so that nothing older stays
    }

    /**
     * Returns those that others came between.
     *
     * @param refused takes the keys of those that cannot be put now
     */
    private List<Put> putOnce(List<Put> puts, Set<String> refused, byte[] ttl, Budget budget) throws StoreException {
        Map<Leases.Token, Put> open = new LinkedHashMap<>();
        puts.forEach(put -> open.put(leases.new Token(put.id()), put));
        try {
            Map<String, String> versions = takeAll(open.keySet(), budget);
            open.values()
                    .removeIf(put ->
                            put.isHeldOff(versions) && refused.add(put.id().key()));
            return storeAll(open, versions, ttl, budget);
        } catch (StoreException e) {
            open.keySet().forEach(Leases.Token::giveBack);
            throw e;
        }
    }

    /** Returns the versions of all tags. */
    private Map<String, String> takeAll(Set<Leases.Token> tokens, Budget budget) throws StoreException {
        Set<String> named = new LinkedHashSet<>();
        tokens.forEach(token -> named.addAll(token.id().tags()));
        Reply<Map<String, String>> begun = tags.begin(named, budget);
        List<Reply<String>> taken = new ArrayList<>(tokens.size());
        for (Leases.Token token : tokens) {
            taken.add(token.take(settings.leaseMillis(), budget));
        }
        Map<String, String> versions = begun.await(budget);
        Reply.awaitAll(taken, budget);
        return versions;
    }

    private List<Put> storeAll(Map<Leases.Token, Put> open, Map<String, String> versions, byte[] ttl, Budget budget)
            throws StoreException {
        Reply<Long> ended = mark.end(budget);
        Map<Put, Reply<Boolean>> stores = new LinkedHashMap<>();
        Map<String, String> carried = new LinkedHashMap<>();
        for (Map.Entry<Leases.Token, Put> entry : open.entrySet()) {
            Put put = entry.getValue();
            Map<String, String> own = put.own(versions);
            carried.putAll(own);
            stores.put(put, entry.getKey().store(own, put.envelope(), true, ttl, budget));
        }
        Reply<Boolean> kept = tags.keep(carried, ttl, budget);
        ended.await(budget);
        List<Put> stored = new ArrayList<>(stores.size());
        for (Map.Entry<Put, Reply<Boolean>> store : stores.entrySet()) {
            if (store.getValue().await(budget)) {
                stored.add(store.getKey());
            }
        }
        boolean inForce = kept.await(budget);
        stored.removeIf(put -> !inForce && !put.id().tags().isEmpty());
        List<Put> left = new ArrayList<>(stores.keySet());
        left.removeAll(stored);
        return left;
    }

    @Nullable
    StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget)
            throws StoreException {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Claim claim = leases.claimToPut(id, budget);
            if (claim instanceof Claim.Found found) {
                return found.entry();
            }
            if (claim instanceof Claim.HeldOff) {
                evictions.evict(Eviction.ofKey(id.key()), budget); // as an eviction right after it would
                return null;
            }
            if (claim instanceof Claim.Granted granted && granted.lease().store(entry, ttlMillis, budget)) {
                return null;
            }
        }
        throw new StoreException("CLAIM failed: others change this entry all the time", null);
    }
}
