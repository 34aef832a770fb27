package dev.larder.agent.core.tx;

import dev.larder.agent.core.tx.Transaction.Ending;
import dev.larder.agent.core.tx.Transaction.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Hears the end of a Spring transaction, as a {@code TransactionSynchronization}.
 *
 * <p>{@code afterCommit} comes first, but not when a listener before us threw there; {@code afterCompletion} always
 * comes. We are the first of all, so that the other listeners' calls see a cache that knows of the commit.
 */
final class SpringListener extends Listener {

    static final String SAVEPOINT_ROLLBACK = "savepointRollback";

    private static final int STATUS_COMMITTED = 0;
    private static final int STATUS_ROLLED_BACK = 1;

    SpringListener(Ending ending) {
        super(ending);
    }

    @Override
    @Nullable
    Object heard(String method, Object @Nullable [] arguments) {
        switch (method) {
            case "getOrder" -> {
                return Integer.MIN_VALUE;
            }
            case "afterCommit" -> tell(Outcome.COMMITTED);
            case "afterCompletion" -> tell(outcome(arguments));
            case SAVEPOINT_ROLLBACK -> ending().partlyUndone();
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
