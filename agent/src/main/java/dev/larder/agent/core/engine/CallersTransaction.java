package dev.larder.agent.core.engine;

import dev.larder.agent.core.tx.OwnView;
import dev.larder.agent.core.tx.Transaction;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.tx.Transactions.Purpose;
import dev.larder.agent.core.tx.UnfinishedWrites;

/**
 * What the transaction of a caller means for a cached method. Only a transaction itself sees what it has written until it
 * ends, and what it reads may be such data:
 *
 * <ol>
 *   <li>From its first deferred effect until its end, its calls are bypasses: see {@link UnfinishedWrites}.
 *   <li>Before that, in a transaction that may write, hits are served. On a miss the body runs for this caller alone.
 *       Its result is not stored, and it waits for no other load, since that load may wait for a row that this
 *       transaction has locked. One WARN says so: a service whose methods all begin such a transaction never fills its
 *       cache.
 * </ol>
 *
 * <p><b>Threads.</b> Thread-safe; answers for the calling thread.
 */
public final class CallersTransaction {

    private final Transactions transactions;
    private final MethodWarnings warnings;

    /** @param transactions those that the method's class loader sees */
    CallersTransaction(Transactions transactions, MethodWarnings warnings) {
        this.transactions = transactions;
        this.warnings = warnings;
    }

    /** Whether the calling thread is in one. If it may read what only that can see, the same WARN says so. */
    public boolean isThere() {
        return mayReadItsOwn() || transactions.current(Purpose.READ) != null;
    }

    /** Whether what the calling thread reads may be what only its own transaction can see. */
    public boolean mayReadItsOwn() {
        Transaction current = transactions.current(Purpose.READ);
        OwnView view = current == null ? null : current.ownView();
        if (view == null) {
            return false;
        }
        warnings.transaction(view);
        return true;
    }
}
