package dev.larder.agent.core.tx;

import dev.larder.agent.core.tx.Transaction.Ending;
import dev.larder.agent.core.tx.Transaction.Outcome;
import org.jspecify.annotations.Nullable;

/** Is notified of the end of a JTA transaction, as a {@code Synchronization}. */
final class JtaListener extends Listener {

    private static final int STATUS_COMMITTED = 3;
    private static final int STATUS_ROLLEDBACK = 4;

    JtaListener(Ending ending) {
        super(ending);
    }

    @Override
    boolean isBeforeCommit(String method) {
        return method.equals("beforeCompletion");
    }

    @Override
    @Nullable
    Object heard(String method, Object @Nullable [] arguments) {
        if (method.equals("afterCompletion")) {
            ending().ended(outcome(arguments));
        }
        return null;
    }

    private static Outcome outcome(Object @Nullable [] arguments) {
        int status = arguments == null ? -1 : (int) arguments[0];
        return switch (status) {
            case STATUS_COMMITTED -> Outcome.COMMITTED;
            case STATUS_ROLLEDBACK -> Outcome.ROLLED_BACK;
            default -> Outcome.UNKNOWN;
        };
    }
}
