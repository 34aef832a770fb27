package dev.larder.agent.core.tx;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one JTA {@code TransactionSynchronizationRegistry}.
 *
 * <p>What hears the end of a transaction is kept among the transaction's own resources, so that it goes where the
 * transaction goes.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class JtaRegistry implements Transactions {

    private static final int STATUS_NO_TRANSACTION = 6;

    /** Under which the ending is kept; equals itself alone. */
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
     * Takes the registry for what it is.
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
     * A transaction that has ended and is still the thread's counts as one: nobody knows whether what the thread does now
     * belongs to it. It takes no {@link Transaction.Ending}.
     */
    @Override
    public @Nullable Transaction current() {
        return ask(status).equals(STATUS_NO_TRANSACTION) ? null : current;
    }

    private Object ask(Method method, Object... arguments) {
        try {
            return method.invoke(registry, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The transaction manager does not answer", e);
        }
    }

    /** Whichever the calling thread is in. */
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
                return null; // then there will be another one, or onEnd says that there cannot be
            }
        }

        @Override
        public boolean onEnd(Ending ending) {
            try {
                Object listener = Proxy.newProxyInstance(
                        synchronization.getClassLoader(), new Class<?>[] {synchronization}, new JtaListener(ending));
                register.invoke(registry, listener);
            } catch (Throwable refused) {
                return false; // the caller knows what to do then
            }
            keep(ending);
            return true;
        }

        private void keep(Ending ending) {
            try {
                putResource.invoke(registry, ENDING, ending);
            } catch (Throwable refused) {
                // It hears of the end all the same. It is not found again, so the next effect gets one of its own.
            }
        }
    }
}
