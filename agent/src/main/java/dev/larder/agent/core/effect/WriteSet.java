package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.Eviction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one call, or one transaction, does to the cache when it has succeeded.
 *
 * @param always is done as well when it has not
 */
record WriteSet(Eviction onSuccess, Eviction always, List<PendingPut> puts) {

    WriteSet {
        puts = List.copyOf(puts);
    }

    static WriteSet of(Eviction eviction) {
        return new WriteSet(eviction, EvictionSet.NOTHING, List.of());
    }

    static WriteSet of(List<DirectPut> puts) {
        return new WriteSet(EvictionSet.NOTHING, EvictionSet.NOTHING, List.copyOf(puts));
    }

    /** Of what takes place whatever becomes of the call and its transaction. */
    static WriteSet always(Eviction eviction) {
        return new WriteSet(EvictionSet.NOTHING, eviction, List.of());
    }

    boolean isEmpty() {
        return onSuccess.isEmpty() && always.isEmpty() && puts.isEmpty();
    }

    Eviction evictions() {
        return onSuccess.and(always);
    }

    /** The same with its puts turned into evictions. */
    WriteSet withoutPuts() {
        return puts.isEmpty() ? this : new WriteSet(onSuccess.and(ofKeys(puts)), always, List.of());
    }

    private static Eviction ofKeys(List<PendingPut> puts) {
        Set<String> keys = new HashSet<>();
        puts.forEach(put -> keys.add(put.id().key()));
        return new Eviction(keys, Set.of(), Set.of());
    }
}
