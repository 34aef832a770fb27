package dev.larder.agent.core.tx;

import dev.larder.agent.core.tx.Transaction.Ending;
import dev.larder.agent.core.tx.Transaction.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Is notified of the end of a Spring transaction, as a {@code TransactionSynchronization}.
 *
 * <p>Only {@code afterCompletion} is reliable: {@code afterCommit} is also called when Spring leaves a JTA transaction
 * that it did not begin, long before that commits, and not at all if an earlier listener threw there. This is the
 * first listener that is notified of the completion, so that calls of the others already see its effects in the cache.
 */
final class SpringListener extends Listener {

    private static final int STATUS_COMMITTED = 0;
    private static final int STATUS_ROLLED_BACK = 1;

    private final SpringSavepoints savepoints;

    SpringListener(Ending ending, SpringSavepoints savepoints) {
        super(ending);
        this.savepoints = savepoints;
    }

    @Override
    boolean isBeforeCommit(String method) {
        return method.equals("beforeCommit");
    }

    @Override
    @Nullable
    Object heard(String method, Object @Nullable [] arguments) {
        switch (method) {
            case "getOrder" -> {
                return Integer.MIN_VALUE;
            }
            case "afterCompletion" -> {
                if (savepoints.mayHaveBeenUsedUnheard()) {
                    ending().partlyUndone();
                }
                ending().ended(outcome(arguments));
            }
            case SpringSavepoints.ROLLBACK -> ending().partlyUndone();
            default -> {
                // suspend, resume and what comes before the end do not concern us.
            }
        }
        return null;
    }

    private static Outcome outcome(Object @Nullable [] arguments) {
        int status = arguments == null ? -1 : (int) arguments[0];
        return switch (status) {
            case STATUS_COMMITTED -> Outcome.COMMITTED;
            case STATUS_ROLLED_BACK -> Outcome.ROLLED_BACK;
            default -> Outcome.UNKNOWN;
        };
    }
}
