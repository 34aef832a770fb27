package dev.larder.agent.core.effect;

import dev.larder.agent.core.later.LaterThreads;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.tx.Transactions.Purpose;
import dev.larder.agent.core.write.QueuedWrites;
import dev.larder.agent.core.write.WriteSet;
import dev.larder.agent.core.write.Writes;
import org.jspecify.annotations.Nullable;

/**
 * The effects of a call that returned before its work was done.
 *
 * <p>The work may have written in the transaction of the call, in a transaction of the completing thread, in both or
 * in none, and Larder cannot tell. So evictions take place when the work is done, and once more at the end of each of
 * these transactions, however it ends. A put stores only if there is neither, and is an eviction otherwise.
 *
 * <p><b>Threads.</b> {@link #render} is called once, on the thread that completes the work, and {@link #ended} after it, on the
 * same or on one of {@link #elsewhere}; {@link #givenUp} on any, also at the same time.
 *
 * <p><b>Failure.</b> As of {@link CallEffects}.
 */
final class LateEffects {

    private final CallEffects call;
    private final Writes writes;
    private final Transactions transactions;

    /** What was known when the call returned. */
    private final Eviction known;

    /** The queue of the call's transaction; null if it was in none. */
    private final @Nullable QueuedWrites queue;

    /** Why the texts of after the work could not be made; null if they could. */
    private @Nullable Throwable unrendered;

    private LateEffects(
            CallEffects call, Writes writes, Transactions transactions, Eviction known, @Nullable QueuedWrites queue) {
        this.call = call;
        this.writes = writes;
        this.transactions = transactions;
        this.known = known;
        this.queue = queue;
    }

    /**
     * To be called on the call's thread, before a dependent is added to what it returned, so that no completion is
     * missed.
     */
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
        } catch (Throwable fault) { // the work is still awaited
            writes.faults().report(fault);
            return null;
        }
    }

    /**
     * Who ends the call in the place of the completing thread, which calls this and need not wait for Redis; null if that is to
     * do it itself, since nothing has to be waited for, or for the sake of a transaction.
     */
    @Nullable
    LaterThreads elsewhere() {
        try {
            return queue == null && transactions.current(Purpose.WRITE) == null ? writes.threadsThatWait() : null;
        } catch (Throwable fault) {
            writes.faults().report(fault);
            return null;
        }
    }

    /** The work is done: runs what is the application's of its end, and does not wait. */
    void render(@Nullable Object value, @Nullable Throwable thrown) {
        try {
            call.render(value, thrown);
        } catch (Throwable fault) {
            unrendered = fault;
        }
    }

    /** The rest of its end. */
    void ended(@Nullable Object value, @Nullable Throwable thrown) {
        Throwable before = unrendered;
        if (before != null) {
            call.lost(before);
            return;
        }
        try {
            write(call.outcome(value, thrown));
        } catch (Throwable fault) {
            call.lost(fault);
        }
    }

    /** If the first transaction takes nothing any more, it has ended, and the eviction takes place at once. */
    private void write(WriteSet outcome) {
        if (queue == null && transactions.current(Purpose.WRITE) == null) {
            writes.carryOut(outcome);
            return;
        }
        Eviction evicted = outcome.withoutPuts().evictions();
        if (queue != null) {
            queue.add(WriteSet.always(evicted));
        }
        writes.evictNowAndAtEnd(evicted, transactions);
    }

    /**
     * The caller waits no longer. It is unknown what the work has done by now, or will do. Whoever gave up, perhaps a clock that
     * serves many, does not wait either. Only a subscriber that leaves does so where its library allows it: {@code blockFirst}
     * leaves, and what is read after it is to be new.
     */
    void givenUp() {
        try {
            if (call.mayWaitToLeave()) {
                writes.evictNowAndAtEnd(known, transactions);
            } else {
                writes.evictSoonAndAtEnd(known, transactions);
            }
        } catch (Throwable fault) {
            writes.faults().report(fault);
        }
    }

    /** The end of the work may never be reported. */
    void unheard(Throwable fault) {
        writes.faults().report(fault);
        try {
            writes.evictNowAndAtEnd(known, transactions);
        } catch (Throwable again) {
            writes.faults().report(again);
        }
    }
}
