package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.tx.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * The effects of a call that returned before its work was done.
 *
 * <p>What the work wrote may be a part of the transaction that the call was in, of the one in which somebody completes
 * the work, of both or of none, and nobody knows. So evictions take place when the work is done, and once more at the end
 * of each of these, however it ends; and a put stores only where there is neither, and is an eviction otherwise.
 *
 * <p><b>Threads.</b> {@link #ended} is called once, on the thread that completes the work; {@link #givenUp} on any, also
 * at the same time.
 *
 * <p><b>Failure.</b> As of {@link CallEffects}.
 */
final class LateEffects {

    private final CallEffects call;
    private final Writes writes;
    private final Transactions transactions;

    /** What was known when the call returned. */
    private final Eviction known;

    /** Of the transaction that the call was in; null if it was in none. */
    private final @Nullable QueuedWrites queue;

    private LateEffects(
            CallEffects call, Writes writes, Transactions transactions, Eviction known, @Nullable QueuedWrites queue) {
        this.call = call;
        this.writes = writes;
        this.transactions = transactions;
        this.known = known;
        this.queue = queue;
    }

    /** On the call's thread, before what it returned is depended on: what completes in between is not missed. */
    static LateEffects begin(CallEffects call, Writes writes, Transactions transactions, Eviction known) {
        return new LateEffects(call, writes, transactions, known, queue(writes, transactions, known));
    }

    private static @Nullable QueuedWrites queue(Writes writes, Transactions transactions, Eviction known) {
        try {
            QueuedWrites queue = writes.queue(transactions);
            if (queue != null) {
                queue.add(WriteSet.always(known));
            }
            return queue;
        } catch (Throwable fault) { // the work is awaited all the same
            writes.fault(fault);
            return null;
        }
    }

    /** The work is done. */
    void ended(@Nullable Object value, @Nullable Throwable thrown) {
        try {
            write(call.outcome(value, thrown));
        } catch (Throwable fault) {
            call.lost(fault);
        }
    }

    /** What the first transaction does not take any more has been committed before it is evicted at once. */
    private void write(WriteSet outcome) {
        if (queue == null && transactions.currentForWrite() == null) {
            writes.carryOut(outcome);
            return;
        }
        Eviction evicted = outcome.withoutPuts().evictions();
        if (queue != null) {
            queue.add(WriteSet.always(evicted));
        }
        writes.evictNowAndAtEnd(evicted, transactions);
    }

    /** The caller waits no longer. What the work has done by now, or will do, nobody knows. */
    void givenUp() {
        try {
            writes.evictNowAndAtEnd(known, transactions);
        } catch (Throwable fault) {
            writes.fault(fault);
        }
    }

    /** Nobody may tell when the work is done. */
    void unheard(Throwable fault) {
        writes.fault(fault);
        givenUp();
    }
}
