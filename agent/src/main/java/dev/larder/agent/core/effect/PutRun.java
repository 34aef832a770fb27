package dev.larder.agent.core.effect;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.WriteMark;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One put of one call.
 *
 * <p><b>Threads.</b> Confined as {@link CallEffects} is.
 *
 * <p><b>Failure.</b> Never throws: a put that cannot be, whatever the reason, is an eviction.
 */
final class PutRun {

    private final Put put;
    private final MethodEffects method;
    private final Writes writes;
    private final Budget budget;

    /** All that it may be about: one, or two if the body changed what the key is made of. */
    private final Set<String> keys = new HashSet<>(2);

    private @Nullable CacheStore store;
    private @Nullable EntryId expected;
    private @Nullable WriteMark mark;
    private @Nullable Lease lease;

    PutRun(Put put, MethodEffects method, Writes writes, Budget budget) {
        this.put = put;
        this.method = method;
        this.writes = writes;
        this.budget = budget;
    }

    /** Before the body: takes the lease, or remembers the moment where the key is not known yet. */
    void begin(Rendering before) {
        try {
            expected = put.needsResult() ? null : id(before);
            store = writes.store(budget);
            if (store != null && put.needsResult()) {
                mark = store.mark(budget);
            } else if (store != null && expected != null) {
                lease = store.takeOver(expected, null, budget);
            }
        } catch (StoreException e) {
            writes.unanswered();
        } catch (Throwable fault) {
            writes.fault(fault);
        }
    }

    /** After the body: what may be stored; null if nothing, and then {@link #keys} are to be evicted. */
    @Nullable
    ReadyPut finish(Rendering after, @Nullable Object value) {
        EntryId id = id(after);
        return id == null ? null : ready(id, value);
    }

    private @Nullable EntryId id(Rendering rendering) {
        String key = put.key(rendering);
        if (key == null) {
            return null;
        }
        keys.add(key);
        return put.id(key, rendering);
    }

    /** The keys it has been found to be about so far. */
    Set<String> keys() {
        return keys;
    }

    private @Nullable ReadyPut ready(EntryId id, @Nullable Object value) {
        try {
            return leasedFor(id) ? ready(id, value, lease) : null;
        } catch (StoreException e) {
            writes.unanswered();
        } catch (CodecException e) {
            writes.counts().recordUnfitResult();
            method.cannotStore(e);
        } catch (Throwable fault) {
            writes.fault(fault);
        }
        return null;
    }

    /** Not if the body changed an argument that the key or a tag is made of. */
    private boolean leasedFor(EntryId id) throws StoreException {
        if (store != null && mark != null) {
            lease = store.takeOver(id, mark, budget);
            if (lease == null) {
                writes.counts().recordRefusedStore();
            }
            return lease != null;
        }
        return lease != null && id.equals(expected);
    }

    private @Nullable ReadyPut ready(EntryId id, @Nullable Object value, @Nullable Lease lease) throws CodecException {
        long ttlMillis = put.ttlMillis(value);
        if (lease == null || ttlMillis == 0) {
            return null;
        }
        var entry = put.entry(value, lease.keepsReferences());
        return new ReadyPut(id, lease, entry, ttlMillis, () -> put.stillMakes(entry, value));
    }

    /** After a body that threw. */
    void giveUp() {
        if (lease != null) {
            writes.release(lease, budget);
        }
    }

    Put put() {
        return put;
    }
}
