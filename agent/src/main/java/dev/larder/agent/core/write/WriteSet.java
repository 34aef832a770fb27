package dev.larder.agent.core.write;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The effects of one successful call, or of one transaction, on the cache.
 *
 * @param always takes place also after a failure
 */
public record WriteSet(Eviction onSuccess, Eviction always, List<PendingPut> puts) {

    public WriteSet {
        puts = List.copyOf(puts);
    }

    public static WriteSet of(Eviction eviction) {
        return new WriteSet(eviction, Eviction.NOTHING, List.of());
    }

    public static WriteSet of(List<DirectPut> puts) {
        return new WriteSet(Eviction.NOTHING, Eviction.NOTHING, List.copyOf(puts));
    }

    /** Only evictions that take place in any case. */
    public static WriteSet always(Eviction eviction) {
        return new WriteSet(Eviction.NOTHING, eviction, List.of());
    }

    public boolean isEmpty() {
        return puts.isEmpty() && hasPutsAlone();
    }

    boolean hasPutsAlone() {
        return onSuccess.isEmpty() && always.isEmpty();
    }

    public Eviction evictions() {
        return onSuccess.and(always);
    }

    /** Those evictions that would remove what is put here if they came after it. */
    Eviction evictionsOfPuts() {
        return evictions().thatEvict(ids(puts));
    }

    /** The others; all of them where not every put comes behind an eviction of its entry. */
    Eviction evictionsAfterPuts() {
        Eviction before = evictionsOfPuts();
        boolean allBehindOne = puts.stream()
                .noneMatch(put -> before.thatEvict(List.of(put.id())).isEmpty());
        return allBehindOne ? evictions().without(before) : evictions();
    }

    /** The same with its puts turned into evictions. */
    public WriteSet withoutPuts() {
        return puts.isEmpty() ? this : new WriteSet(onSuccess.and(ofKeys(puts)), always, List.of());
    }

    /** The same, with evictions instead of the puts whose values have changed since. */
    WriteSet withoutChangedPuts(Predicate<LeasedPut> isUnchanged) {
        List<PendingPut> unchanged = new ArrayList<>(puts.size());
        List<PendingPut> changed = new ArrayList<>(0);
        for (PendingPut put : puts) {
            boolean stays = !(put instanceof LeasedPut leased) || isUnchanged.test(leased);
            (stays ? unchanged : changed).add(put);
        }
        return changed.isEmpty() ? this : new WriteSet(onSuccess.and(ofKeys(changed)), always, unchanged);
    }

    private static List<EntryId> ids(List<PendingPut> puts) {
        return puts.stream().map(PendingPut::id).toList();
    }

    Set<String> putKeys() {
        return ofKeys(puts).keys();
    }

    private static Eviction ofKeys(List<PendingPut> puts) {
        Set<String> keys = new HashSet<>();
        puts.forEach(put -> keys.add(put.id().key()));
        return new Eviction(keys, Set.of(), Set.of());
    }
}
