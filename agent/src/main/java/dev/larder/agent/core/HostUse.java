package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.config.source.HostSetup;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The facilities of the JDK that the application has begun to use, and that the agent must not be the first to use.
 *
 * <p>Several of the agent's libraries start {@code java.util.logging}, and the first use fixes its manager. If an
 * application names its own manager, the agent waits for it, however long it takes. The agent never starts JMX.
 *
 * <p><b>Threads.</b> Thread-safe; notified inside class loading.
 */
final class HostUse {

    private static final long LOGGING_PATIENCE_SECONDS = 5;

    private final CountDownLatch logging = new CountDownLatch(1);

    /** Publishes that JMX is in use to code that starts afterwards. */
    private volatile boolean jmx;

    /** A class of the JDK that was watched for is being loaded, or is loaded already. */
    void notice(String className) {
        if (className.endsWith("LogManager")) {
            logging.countDown();
        } else {
            jmx = true;
        }
    }

    /** Waits until the agent's libraries may start {@code java.util.logging}, and logs a line if that takes long. */
    void awaitLogging(HostSetup setup) throws InterruptedException {
        if (setup.hasOwnLogManager() && !logging.await(LOGGING_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            AgentLog.say(Message.LOG_MANAGER_AWAITED.of());
            logging.await();
        }
    }

    /** The agent's libraries may start it from now on. */
    void awaitLoggingNoLonger() {
        logging.countDown();
    }

    /** Whether the application has still to start its own log manager. */
    boolean mustAwaitLogging(HostSetup setup) {
        return setup.hasOwnLogManager() && logging.getCount() > 0;
    }

    boolean usesJmx() {
        return jmx;
    }
}
