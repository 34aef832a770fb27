package dev.larder.agent.core.effect;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.WriteMark;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One put of one call.
 *
 * <p><b>Threads.</b> Confined to the call's thread.
 *
 * <p><b>Failure.</b> Never throws: a put that cannot be, whatever the reason, is an eviction.
 */
final class PutRun {

    private final Put put;
    private final MethodEffects method;
    private final Writes writes;
    private final Budget budget;
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
            expected = put.needsResult() ? null : put.id(before);
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

    /** After the body: what may be stored; null if nothing, and then the keys to evict are among {@code evictions}. */
    @Nullable
    ReadyPut finish(Rendering after, @Nullable Object value, Set<String> evictions) {
        EntryId id = put.id(after);
        ReadyPut ready = id == null ? null : ready(id, value);
        if (ready == null) {
            addKey(expected, evictions);
            addKey(id, evictions);
        }
        return ready;
    }

    private static void addKey(@Nullable EntryId id, Set<String> keys) {
        if (id != null) {
            keys.add(id.key());
        }
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
