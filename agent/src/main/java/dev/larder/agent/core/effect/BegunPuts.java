package dev.larder.agent.core.effect;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.effect.many.PutValues;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.write.LeasedPut;
import dev.larder.agent.core.write.PendingPut;
import dev.larder.agent.core.write.PutStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A put of many, as {@link BegunPut} is one of one: each entry has a lease of its own, and they are taken over together.
 *
 * <p>An entry is evicted instead, and the others are stored, if its id has no value in the map, if the body has changed what its key
 * is made of, or if two elements make its key and have different values: it is unknown which of these was written last.
 *
 * <p><b>Threads.</b> Confined as {@link CallEffects} is.
 *
 * <p><b>Failure.</b> As {@link Begun}.
 */
final class BegunPuts implements Begun {

    private final Put put;
    private final PutEffect.Many many;
    private final PutStore puts;
    private final EffectWarnings warnings;
    private final Budget budget;
    private final Set<String> keys = new HashSet<>();

    /** Those that were known before the body, by entry; empty if the elements are known only after it. */
    private Map<EntryId, Lease> leases = Map.of();

    private @Nullable WriteMark mark;

    /** The key of each element before and after the body; null if that does not matter, or is known only after it. */
    private @Nullable List<@Nullable String> keysBefore;

    private @Nullable List<@Nullable String> keysAfter;

    /** The elements after the body, and the entry of each in the same order; null for one without. */
    private List<@Nullable Object> elements = List.of();

    private List<@Nullable EntryId> entries = List.of();

    /** A value for an entry. */
    private record Value(EntryId id, @Nullable Object value) {}

    /** Before the body. */
    BegunPuts(Put put, PutEffect.Many many, Rendering before, PutStore puts, EffectWarnings warnings, Budget budget) {
        this.put = put;
        this.many = many;
        this.puts = puts;
        this.warnings = warnings;
        this.budget = budget;
        try {
            boolean countsOrder =
                    many.values() == PutValues.IN_ORDER && !put.key().needsResult();
            List<@Nullable Object> known =
                    put.needsResult() && !countsOrder ? List.of() : put.elements(many.elements(), before);
            if (countsOrder) {
                keysBefore = keysOf(known, before);
            }
            if (put.needsResult()) {
                mark = puts.mark(budget);
            } else {
                takeOver(ids(known, before));
            }
        } catch (StoreException e) {
            puts.faults().noteUnanswered();
        } catch (Throwable fault) {
            puts.faults().report(fault);
        }
    }

    private List<@Nullable EntryId> ids(List<@Nullable Object> of, Rendering rendering) {
        List<@Nullable EntryId> ids = new ArrayList<>(of.size());
        for (Object element : of) {
            ids.add(put.id(many.elements(), element, rendering, keys));
        }
        return ids;
    }

    private List<@Nullable String> keysOf(List<@Nullable Object> of, Rendering rendering) {
        List<@Nullable String> all = new ArrayList<>(of.size());
        for (Object element : of) {
            all.add(put.key(many.elements(), element, rendering, keys));
        }
        return all;
    }

    private void takeOver(Collection<? extends @Nullable EntryId> ids) throws StoreException {
        Set<EntryId> known = new LinkedHashSet<>();
        for (EntryId id : ids) {
            if (id != null) {
                known.add(id);
            }
        }
        leases = puts.takeOverAll(List.copyOf(known), mark, budget);
    }

    @Override
    public Set<String> keys() {
        return keys;
    }

    @Override
    public void render(Rendering after) {
        elements = put.elements(many.elements(), after);
        entries = ids(elements, after);
        if (keysBefore != null) {
            keysAfter = keysOf(elements, after);
        }
    }

    @Override
    public void finish(
            @Nullable Object[] arguments, @Nullable Object result, List<PendingPut> ready, Set<String> unfit) {
        unfit.addAll(keys);
        try {
            if (!Objects.equals(keysBefore, keysAfter)) {
                throw new CodecException(
                        "the ids have changed while the method ran, and its values are in the order that they had before",
                        "Leave them as they are, and sort or filter a copy.");
            }
            Map<String, Value> values = values(many.values().of(put.value(arguments, result), elements));
            if (mark != null) {
                takeOver(values.values().stream().map(Value::id).toList());
                countRefused(values);
            }
            for (Value value : values.values()) {
                Lease lease = leases.get(value.id());
                LeasedPut leased = lease == null ? null : leased(value, lease);
                if (leased != null) {
                    ready.add(leased);
                    unfit.remove(value.id().key());
                }
            }
        } catch (StoreException e) {
            puts.faults().noteUnanswered();
        } catch (CodecException e) {
            puts.recordUnfit();
            warnings.cannotStore(e);
        } catch (Throwable fault) {
            puts.faults().report(fault);
        }
    }

    private void countRefused(Map<String, Value> values) {
        for (int i = leases.size(); i < values.size(); i++) {
            puts.recordRefused();
        }
    }

    /** By key, in the order of the elements. */
    private Map<String, Value> values(List<@Nullable Object> inOrder) {
        Map<String, Value> values = new LinkedHashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            EntryId id = entries.get(i);
            if (id != null && inOrder.get(i) != PutValues.ABSENT) {
                Value value = new Value(id, inOrder.get(i));
                Value other = values.putIfAbsent(id.key(), value);
                if (other != null
                        && (other.value() != value.value() || !other.id().equals(id))) {
                    ambiguous.add(id.key());
                }
            }
        }
        values.keySet().removeAll(ambiguous);
        return values;
    }

    /** Null if it is not to be stored. */
    private @Nullable LeasedPut leased(Value value, Lease lease) {
        try {
            return put.leased(value.id(), lease, value.value());
        } catch (CodecException e) {
            puts.recordUnfit();
            warnings.cannotStore(e);
            return null;
        }
    }

    @Override
    public void giveUp() {
        puts.releaseAll(leases.values());
    }
}
