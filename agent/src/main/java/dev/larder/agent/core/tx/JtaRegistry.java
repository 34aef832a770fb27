package dev.larder.agent.core.tx;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one JTA {@code TransactionSynchronizationRegistry}.
 *
 * <p>The listener for a transaction's end is kept in the transaction's own resources, so that it follows the
 * transaction to other threads.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class JtaRegistry implements Transactions {

    private static final int STATUS_NO_TRANSACTION = 6;

    /** The key of the ending among the resources; equal only to itself. */
    private static final Object ENDING = new Object() {
        @Override
        public String toString() {
            return "Larder's evictions and puts";
        }
    };

    private final Object registry;
    private final Class<?> synchronization;
    private final Method status;
    private final Method getResource;
    private final Method putResource;
    private final Method register;
    private final Transaction current = new Current();

    /**
     * Adapts {@code registry}.
     *
     * @param api the interface {@code TransactionSynchronizationRegistry} that {@code registry} implements
     * @param name of the package the interface is in, with the last dot
     */
    JtaRegistry(Object registry, Class<?> api, String name) throws ReflectiveOperationException {
        this.registry = registry;
        this.synchronization = Class.forName(name + "Synchronization", false, api.getClassLoader());
        this.status = api.getMethod("getTransactionStatus");
        this.getResource = api.getMethod("getResource", Object.class);
        this.putResource = api.getMethod("putResource", Object.class, Object.class);
        this.register = api.getMethod("registerInterposedSynchronization", synchronization);
    }

    /**
     * Includes a transaction that has ended but is still associated with the thread: what the thread does now may
     * belong to it. Such a transaction accepts no {@link Transaction.Ending}.
     */
    @Override
    public @Nullable Transaction current(Purpose purpose) {
        return ask(status).equals(STATUS_NO_TRANSACTION) ? null : current;
    }

    private Object ask(Method method, Object... arguments) {
        try {
            return method.invoke(registry, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The transaction manager does not answer", e);
        }
    }

    /** The transaction of the calling thread, whichever it is. */
    private final class Current implements Transaction {

        @Override
        public OwnView ownView() {
            return OwnView.JTA;
        }

        @Override
        public boolean canChangeThreads() {
            return true;
        }

        @Override
        public @Nullable Ending ending() {
            try {
                return (Ending) getResource.invoke(registry, ENDING);
            } catch (Throwable unknown) {
                return null; // then onEnd makes another one, or fails
            }
        }

        @Override
        public boolean onEnd(Ending ending) {
            try {
                Object listener = Proxy.newProxyInstance(
                        synchronization.getClassLoader(), new Class<?>[] {synchronization}, new JtaListener(ending));
                register.invoke(registry, listener);
            } catch (Throwable refused) {
                return false; // the caller handles it
            }
            keep(ending);
            return true;
        }

        private void keep(Ending ending) {
            try {
                putResource.invoke(registry, ENDING, ending);
            } catch (Throwable refused) {
                // It is notified of the end all the same. It cannot be found again, so the next effect gets its own.
            }
        }
    }
}
