package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts entries that no method's body belongs to.
 *
 * <p>In two round trips: the first takes the leases, the second stores under them. A store that Redis carries out
 * after its caller has given up, and after an eviction or a newer put, finds another lease or none. In one round trip
 * the store could not detect what came in between.
 *
 * <p>Puts of one entry wait for each other, by asking again; otherwise two of them could take the lease from each
 * other for ever. If another load or writer comes in between, the put begins again with its value: its caller is still
 * waiting, so it counts as the newer one.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Puts {

    /** How many entries share a round trip: each takes a few commands. */
    private static final int BATCH = 250;

    /** How often a put waits for others to finish. One that died leaves only its lease behind. */
    private static final int POLITE_ROUNDS = 50;

    /** How often others may come in between. */
    private static final int MAX_ROUNDS = 60;

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

        /** Loads of the entry are held off, too: if its tag were evicted, no version would show it. */
        boolean isHeldOff(Map<String, String> versions) {
            return id.tags().stream().anyMatch(tag -> Tags.HOLD.equals(versions.get(tag)));
        }
    }

    /** If there are several for one key, the last counts. Each batch has as much time as one call. */
    void putAll(Map<EntryId, StoredEntry.Encoded> entries, long ttlMillis, Budget budget) throws StoreException {
        Map<String, Put> byKey = new LinkedHashMap<>();
        entries.forEach((id, entry) -> byKey.put(id.key(), new Put(id, entry.envelope())));
        List<Put> puts = List.copyOf(byKey.values());
        Leases.Ends ends = Leases.Ends.of(ttlMillis, 0);
        for (int from = 0; from < puts.size(); from += BATCH) {
            putBatch(puts.subList(from, Math.min(from + BATCH, puts.size())), ends, budget.anew());
        }
    }

    private void putBatch(List<Put> batch, Leases.Ends ends, Budget budget) throws StoreException {
        List<Put> left = batch;
        for (int round = 0; round < MAX_ROUNDS && !left.isEmpty(); round++) {
            left = new Round(left, purposeOf(round), ends, budget).run();
        }
        evict(left, budget.anew()); // so that nothing older stays
    }

    private static Leases.Purpose purposeOf(int round) {
        return round < POLITE_ROUNDS ? Leases.Purpose.PUT : Leases.Purpose.TAKE;
    }

    private void evict(Collection<Put> puts, Budget budget) throws StoreException {
        Set<String> keys = puts.stream().map(put -> put.id().key()).collect(Collectors.toSet());
        evictions.evict(new Eviction(keys, Set.of(), Set.of()), budget);
    }

    /** One attempt at some puts, in two round trips. */
    private final class Round {

        private final Map<Put, Leases.Token> tokens = new LinkedHashMap<>();
        private final Leases.Ends ends;
        private final Budget budget;

        Round(List<Put> puts, Leases.Purpose purpose, Leases.Ends ends, Budget budget) {
            puts.forEach(put -> tokens.put(put, leases.new Token(put.id(), purpose)));
            this.ends = ends;
            this.budget = budget;
        }

        /** Returns those that have to be tried again. */
        List<Put> run() throws StoreException {
            try {
                Reply<Map<String, String>> begun = tags.begin(namedBy(tokens.keySet()), budget);
                Set<Put> open = take();
                Map<String, String> versions = begun.await(budget);
                List<Put> heldOff =
                        open.stream().filter(put -> put.isHeldOff(versions)).toList();
                evict(heldOff, budget);
                heldOff.forEach(open::remove);
                List<Put> left = new ArrayList<>(tokens.keySet());
                left.removeAll(heldOff);
                left.removeAll(store(open, versions));
                return left;
            } catch (StoreException e) {
                tokens.values().forEach(Leases.Token::giveBack);
                throw e;
            }
        }

        private Set<Put> take() throws StoreException {
            Map<Put, Reply<String>> replies = new LinkedHashMap<>();
            for (Map.Entry<Put, Leases.Token> token : tokens.entrySet()) {
                replies.put(token.getKey(), token.getValue().take(settings.leaseMillis(), budget));
            }
            return answered("taken", replies);
        }

        private Set<Put> store(Set<Put> puts, Map<String, String> versions) throws StoreException {
            Reply<Long> ended = mark.end(budget);
            Map<Put, Reply<String>> replies = new LinkedHashMap<>();
            Map<String, String> carried = new LinkedHashMap<>();
            for (Put put : puts) {
                Map<String, String> own = Tags.only(put.id().tags(), versions);
                carried.putAll(own);
                Leases.Token token = Objects.requireNonNull(tokens.get(put));
                replies.put(put, token.store(own, put.envelope(), true, ends, budget));
            }
            Reply<Boolean> kept = tags.keep(carried, ends.last(), budget);
            ended.await(budget);
            Set<Put> stored = answered("stored", replies);
            return kept.await(budget) ? stored : Set.of();
        }

        private Set<Put> answered(String expected, Map<Put, Reply<String>> replies) throws StoreException {
            Set<Put> answered = new LinkedHashSet<>();
            for (Map.Entry<Put, Reply<String>> reply : replies.entrySet()) {
                if (reply.getValue().await(budget).equals(expected)) {
                    answered.add(reply.getKey());
                }
            }
            return answered;
        }
    }

    private static Set<String> namedBy(Set<Put> puts) {
        return puts.stream().flatMap(put -> put.id().tags().stream()).collect(Collectors.toSet());
    }

    @Nullable
    StoredEntry putIfAbsent(EntryId id, StoredEntry.Encoded entry, long ttlMillis, Budget budget)
            throws StoreException {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Claim claim = leases.claim(id, purposeOf(round), budget);
            if (claim instanceof Claim.Found found) {
                return found.entry();
            }
            if (claim instanceof Claim.HeldOff) {
                evictions.evict(Eviction.ofKey(id.key()), budget); // as an eviction of its tag would now
                return null;
            }
            if (claim instanceof Claim.Granted granted && granted.lease().store(entry, ttlMillis, budget)) {
                return null;
            }
        }
        throw new StoreException("CLAIM failed: others change this entry all the time", null);
    }
}
