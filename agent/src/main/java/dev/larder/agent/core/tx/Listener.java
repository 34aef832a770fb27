package dev.larder.agent.core.tx;

import dev.larder.agent.core.base.StackRoom;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Adapts a {@link Transaction.Ending} to a listener interface of a transaction manager.
 *
 * <p><b>Failure.</b> Never throws, since the manager would fail the commit because of it, or would not notify other
 * listeners. With one exception: before a commit with too little stack left for its effects, it throws
 * {@link StackOverflowError}, and the transaction is rolled back.
 */
abstract class Listener implements InvocationHandler {

    private final Transaction.Ending ending;

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
        if (isBeforeCommit(method.getName())) {
            StackRoom.requireLittle(); // the manager calls from about the same depth after the commit
        }
        try {
            return heard(method.getName(), arguments);
        } catch (Throwable ours) {
            return null; // an ending counts and reports its own faults
        }
    }

    /** Whether the manager calls this method before a commit, and may still roll back. */
    abstract boolean isBeforeCommit(String method);

    /** The answer to a method of the interface; all of those that are not asked for an answer return nothing. */
    abstract @Nullable Object heard(String method, Object @Nullable [] arguments);

    private Object ofObject(Object proxy, String method, Object @Nullable [] arguments) {
        return switch (method) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "Larder's evictions and puts";
        };
    }
}
