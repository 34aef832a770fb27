package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.config.HostSetup;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the application has begun to use of the JDK that the agent must not be the first to use.
 *
 * <p>Several of the agent's libraries start {@code java.util.logging}, and whoever starts it first fixes its manager. An
 * application that names its own manager is waited for, however long it takes. JMX is never started by the agent.
 *
 * <p><b>Threads.</b> Thread-safe; told inside class loading.
 */
final class HostUse {

    private static final long LOGGING_PATIENCE_SECONDS = 5;

    private final CountDownLatch logging = new CountDownLatch(1);

    /** Publishes that JMX is in use to whoever starts afterwards. */
    private volatile boolean jmx;

    /** A class of the JDK that was watched for is being loaded, or is loaded already. */
    void notice(String className) {
        if (className.endsWith("LogManager")) {
            logging.countDown();
        } else {
            jmx = true;
        }
    }

    /** Waits until the agent's libraries may start {@code java.util.logging}, and says so when it takes long. */
    void awaitLogging(HostSetup setup) throws InterruptedException {
        if (setup.hasOwnLogManager() && !logging.await(LOGGING_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            AgentLog.warn(
                    "Nothing is cached yet: the system property java.util.logging.manager names a log manager that"
                            + " the application has not started, and the agent must not be the first to. All methods run"
                            + " uncached until it logs through java.util.logging. Call java.util.logging.LogManager"
                            + ".getLogManager() in main, or take the property away.");
            logging.await();
        }
    }

    boolean usesJmx() {
        return jmx;
    }
}
