package dev.larder.agent.core.tx;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spring's transactions, as its {@code TransactionSynchronizationManager} knows them of the calling thread.
 *
 * <p>The listener for the end of a transaction is registered there and found there again. So it is suspended and
 * resumed with its transaction, and a new transaction inside of that has its own.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class SpringTransactions implements Transactions {

    private static final String SUPPORT = "org.springframework.transaction.support.";

    private final Class<?> synchronization;
    private final Class<?> ordered;
    private final Method isActualTransactionActive;
    private final Method isSynchronizationActive;
    private final Method isReadOnly;
    private final SpringIsolation isolation;
    private final Method synchronizations;
    private final Method register;
    private final SpringSavepoints savepoints;
    private final Transaction current = new Current();

    private SpringTransactions(Class<?> manager) throws ReflectiveOperationException {
        ClassLoader theirs = manager.getClassLoader();
        synchronization = Class.forName(SUPPORT + "TransactionSynchronization", false, theirs);
        ordered = Class.forName("org.springframework.core.Ordered", false, theirs);
        isActualTransactionActive = manager.getMethod("isActualTransactionActive");
        isSynchronizationActive = manager.getMethod("isSynchronizationActive");
        isReadOnly = manager.getMethod("isCurrentTransactionReadOnly");
        isolation = new SpringIsolation(manager);
        synchronizations = manager.getMethod("getSynchronizations");
        register = manager.getMethod("registerSynchronization", synchronization);
        savepoints = SpringSavepoints.of(manager, synchronization);
    }

    /** {@link Transactions#NONE} where Spring's transactions are not on the loader's class path. */
    static Transactions seenBy(ClassLoader loader) throws ReflectiveOperationException {
        Class<?> manager;
        try {
            manager = Class.forName(SUPPORT + "TransactionSynchronizationManager", false, loader);
        } catch (ClassNotFoundException absent) {
            return NONE;
        }
        return new SpringTransactions(manager);
    }

    /**
     * While listeners are notified of its completion, a transaction is active but takes no new listeners: their work
     * comes after it. None is handed over: they are bound to their threads.
     */
    @Override
    public @Nullable Transaction current(Purpose purpose) {
        boolean isWanted = purpose != Purpose.READ_HANDED_OVER;
        return isWanted && is(isActualTransactionActive) && is(isSynchronizationActive) ? current : null;
    }

    private static boolean is(Method question) {
        try {
            return Boolean.TRUE.equals(question.invoke(null));
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Spring does not answer", e);
        }
    }

    /** The transaction that is active on the calling thread, whichever it is. */
    private final class Current implements Transaction {

        @Override
        public @Nullable OwnView ownView() {
            try {
                return is(isReadOnly) ? isolation.view() : OwnView.MAY_WRITE;
            } catch (Throwable unanswered) {
                return OwnView.UNKNOWN;
            }
        }

        @Override
        public boolean canChangeThreads() {
            return false;
        }

        @Override
        public @Nullable Ending ending() {
            try {
                for (Object registered : (List<?>) synchronizations.invoke(null)) {
                    if (registered != null
                            && Proxy.isProxyClass(registered.getClass())
                            && Proxy.getInvocationHandler(registered) instanceof SpringListener listener) {
                        return listener.ending();
                    }
                }
            } catch (Throwable unknown) {
                // Then onEnd makes another one, or fails.
            }
            return null;
        }

        @Override
        public boolean onEnd(Ending ending) {
            try {
                Object listener = Proxy.newProxyInstance(
                        synchronization.getClassLoader(),
                        new Class<?>[] {synchronization, ordered}, // which Spring before 5.3 does not combine itself
                        new SpringListener(ending, savepoints));
                register.invoke(null, listener);
                return true;
            } catch (Throwable refused) {
                return false; // the caller handles it
            }
        }
    }
}
