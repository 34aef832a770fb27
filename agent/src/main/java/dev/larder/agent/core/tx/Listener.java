package dev.larder.agent.core.tx;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Transaction.Ending} behind an interface of a transaction manager's.
 *
 * <p><b>Failure.</b> Nothing is ever thrown at the manager, which would take it for a reason to fail the commit, or
 * would not tell others.
 */
abstract class Listener implements InvocationHandler {

    private final Transaction.Ending ending;

    /** Confined to whoever ends the transaction. */
    private boolean told;

    Listener(Transaction.Ending ending) {
        this.ending = ending;
    }

    final Transaction.Ending ending() {
        return ending;
    }

    @Override
    public final @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method.getName(), arguments);
        }
        try {
            return heard(method.getName(), arguments);
        } catch (Throwable ours) {
            return null; // an ending counts and reports its own faults
        }
    }

    /** The answer to a method of the interface; all of those that are not asked for an answer return nothing. */
    abstract @Nullable Object heard(String method, Object @Nullable [] arguments);

    /** For managers that say it twice, in more and in less detail. */
    final void tell(Transaction.Outcome outcome) {
        if (!told) {
            told = true;
            ending.ended(outcome);
        }
    }

    private Object ofObject(Object proxy, String method, Object @Nullable [] arguments) {
        return switch (method) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "Larder's evictions and puts";
        };
    }
}
