package dev.larder.agent.core.tx;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

/**
 * Tells whether a part of the calling thread's Spring transaction may have been undone without a notification.
 *
 * <p>Since 6.2 Spring notifies listeners of each rollback to a savepoint. Before, the transaction's JDBC connections
 * show how many savepoints were made in it, and any of them may have been rolled back to.
 *
 * <p><b>Threads.</b> Thread-safe; answers for the thread that asks, while it ends its transaction and still holds its
 * connections.
 *
 * <p><b>Failure.</b> If this cannot be found out, there may have been a savepoint.
 */
final class SpringSavepoints {

    /** What a listener hears since Spring 6.2. */
    static final String ROLLBACK = "savepointRollback";

    private static final Set<String> CONNECTION = Set.of("org.springframework.jdbc.datasource.ConnectionHolder");
    private static final String COUNTER = "savepointCounter";

    private final Method resources;
    private final boolean areTold;

    private SpringSavepoints(Method resources, boolean areTold) {
        this.resources = resources;
        this.areTold = areTold;
    }

    static SpringSavepoints of(Class<?> manager, Class<?> synchronization) throws NoSuchMethodException {
        boolean areTold = false;
        for (Method method : synchronization.getMethods()) {
            areTold |= method.getName().equals(ROLLBACK);
        }
        return new SpringSavepoints(manager.getMethod("getResourceMap"), areTold);
    }

    boolean mayHaveBeenUsedUnheard() {
        return !areTold && mayHaveBeenUsed();
    }

    private boolean mayHaveBeenUsed() {
        try {
            for (Object held : ((Map<?, ?>) resources.invoke(null)).values()) {
                Class<?> holder = NamedSupertype.find(held.getClass(), CONNECTION);
                if (holder != null && count(holder, held) != 0) {
                    return true;
                }
            }
            return false;
        } catch (Exception | LinkageError unseen) {
            return true;
        }
    }

    private static int count(Class<?> holder, Object held) throws ReflectiveOperationException {
        Field counter = holder.getDeclaredField(COUNTER);
        counter.setAccessible(true);
        return counter.getInt(held);
    }
}
