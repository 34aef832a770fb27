package dev.larder.agent.core.required;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.base.Message;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the process, once, with {@link #EXIT_CODE}: its shutdown hooks run, and if they hang the JVM is halted.
 *
 * <p><b>Threads.</b> Thread-safe. The end is on a thread of its own, since whoever calls {@code System.exit} waits for all
 * hooks, and one of them may wait for the caller.
 *
 * <p><b>Why</b> a hook starts the thread that halts: where a process ends already, no hook can be added, and nothing here
 * may change how it ends.
 */
final class ProcessEnd {

    /** {@code EX_CONFIG} of {@code sysexits.h}, by which supervisors know it. */
    static final int EXIT_CODE = 78;

    private final ThreadFactory threads = AgentThreads.named("required");
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Runnable otherEnd;

    /** @param otherEnd runs if the process ends without {@link #begin} */
    ProcessEnd(Runnable otherEnd) {
        this.otherEnd = otherEnd;
    }

    /** From now on it is noticed when somebody else ends the process. */
    void noticeOtherEnds() {
        try {
            Runtime.getRuntime().addShutdownHook(threads.newThread(() -> {
                if (!begun.get()) {
                    otherEnd.run();
                }
            }));
        } catch (IllegalStateException ending) {
            otherEnd.run();
        }
    }

    /**
     * Returns at once; later calls do nothing.
     *
     * @param why is said unless the process ends already
     * @param patience how long the shutdown hooks may take
     */
    void begin(LogLine why, Duration patience) {
        if (begun.compareAndSet(false, true)) {
            threads.newThread(() -> end(why, patience)).start();
        }
    }

    private void end(LogLine why, Duration patience) {
        Thread halting = threads.newThread(() -> haltAfter(patience));
        try {
            Runtime.getRuntime().addShutdownHook(threads.newThread(halting::start));
        } catch (IllegalStateException ending) {
            otherEnd.run();
            return;
        }
        AgentLog.say(why);
        System.exit(EXIT_CODE);
    }

    /** Does not come to its end where all hooks do. */
    private static void haltAfter(Duration patience) {
        try {
            Thread.sleep(patience.toMillis());
        } catch (InterruptedException e) {
            return; // no code but this has the thread
        }
        AgentLog.say(Message.PROCESS_HALTED.of(patience.toSeconds()));
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
