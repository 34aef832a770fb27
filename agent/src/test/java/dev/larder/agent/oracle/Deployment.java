package dev.larder.agent.oracle;

import java.util.Set;

/**
 * What the workers' caches stand on, and what can happen to it.
 *
 * <p><b>Threads.</b> Thread-safe as far as no two faults of one {@link Fault.Target} are in force at the same time.
 */
interface Deployment extends AutoCloseable {

    int workers();

    /** The mode of the workers while all is well. */
    default String mode() {
        return "REDIS";
    }

    String url(int worker);

    /** Besides that workers can be paused. */
    Set<Fault> faults();

    /**
     * Begins a fault.
     *
     * @param worker whom it hits, where it is the fault of a connection
     * @return what ends it
     */
    Runnable inflict(Fault fault, int worker);

    @Override
    void close();
}
