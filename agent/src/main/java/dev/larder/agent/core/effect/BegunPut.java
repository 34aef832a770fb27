package dev.larder.agent.core.effect;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.write.LeasedPut;
import dev.larder.agent.core.write.PendingPut;
import dev.larder.agent.core.write.PutStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One put of one call, from before its body: it has the lease, or a mark of that moment if the key is not known yet.
 *
 * <p><b>Threads.</b> Confined as {@link CallEffects} is.
 *
 * <p><b>Failure.</b> Never throws: a put that fails for any reason becomes an eviction of {@link #keys}.
 */
final class BegunPut implements Begun {

    private final Put put;
    private final PutStore puts;
    private final EffectWarnings warnings;
    private final Budget budget;

    /** All keys that it may concern: one, or two if the body changed the arguments of the key. */
    private final Set<String> keys = new HashSet<>(2);

    private @Nullable EntryId expected;
    private @Nullable WriteMark mark;
    private @Nullable Lease lease;

    /** What it is to store; null before {@link #render}, and if nothing. */
    private @Nullable EntryId found;

    /** Before the body. */
    BegunPut(Put put, Rendering before, PutStore puts, EffectWarnings warnings, Budget budget) {
        this.put = put;
        this.puts = puts;
        this.warnings = warnings;
        this.budget = budget;
        try {
            begin(before);
        } catch (StoreException e) {
            puts.faults().noteUnanswered();
        } catch (Throwable fault) {
            puts.faults().report(fault);
        }
    }

    private void begin(Rendering before) throws StoreException {
        boolean isKnown = !put.needsResult();
        expected = isKnown ? put.id(before, keys) : null;
        if (!isKnown) {
            mark = puts.mark(budget);
        } else if (expected != null) {
            lease = puts.takeOver(expected, null, budget);
        }
    }

    @Override
    public Set<String> keys() {
        return keys;
    }

    @Override
    public void render(Rendering after) {
        EntryId id = expected;
        if (id == null || !put.isFixed()) {
            id = put.id(after, keys);
            if (mark == null && id != null && !id.equals(expected)) {
                id = null; // the body changed an argument of the key or of a tag
            }
        }
        found = id;
    }

    @Override
    public void finish(
            @Nullable Object[] arguments, @Nullable Object result, List<PendingPut> ready, Set<String> unfit) {
        EntryId id = found;
        try {
            if (id != null && mark != null) {
                takeOver(id, mark);
            }
            Object value = put.argument == PutEffect.RESULT ? result : arguments[put.argument];
            LeasedPut leased = id == null || lease == null ? null : put.leased(id, lease, value);
            if (leased != null) {
                ready.add(leased);
                return;
            }
        } catch (StoreException e) {
            puts.faults().noteUnanswered();
        } catch (CodecException e) {
            puts.recordUnfit();
            warnings.cannotStore(e);
        } catch (Throwable fault) {
            puts.faults().report(fault);
        }
        unfit.addAll(keys);
    }

    private void takeOver(EntryId id, WriteMark since) throws StoreException {
        lease = puts.takeOver(id, since, budget);
        if (lease == null) {
            puts.recordRefused();
        }
    }

    @Override
    public void giveUp() {
        if (lease != null) {
            puts.release(lease, budget);
        }
    }
}
