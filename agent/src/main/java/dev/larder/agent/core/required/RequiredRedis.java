package dev.larder.agent.core.required;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.config.RequirementConfig;
import dev.larder.agent.core.failover.FailoverStore;
import dev.larder.agent.core.failover.ModeListener;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.failover.phase.ModeStatus;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Redis as a condition: nothing annotated runs before it is there, and the process ends if it is not there in time or
 * stays away.
 *
 * <ol>
 *   <li>No Redis is configured: the process ends when the first annotated class is loaded.
 *   <li>The application's main runs: Redis has {@code larder.redis.startup-timeout} to be there. Whoever loads an annotated
 *       class or calls an annotated method waits, for good if the process ends: what he was about to do is not done.
 *   <li>Redis was there, is lost, and {@code larder.redis.max-attempts} attempts to reconnect fail, one after the other: the
 *       process ends. A Redis that is connected and too slow for calls is not lost.
 * </ol>
 *
 * <p>If somebody else ends the process meanwhile, nobody waits any more: a shutdown hook may wait for who waits here.
 *
 * <p><b>Threads.</b> Thread-safe. Callers may hold a class loader's locks: what they wait for loads no class of the
 * application.
 */
public final class RequiredRedis {

    /** A process that has not served anything has little to finish. */
    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(5);

    /** Twice what Spring Boot gives requests under way by default. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RequirementConfig limits;
    private final boolean isRequired;
    private final boolean isMissing;

    /** Open when nothing is required, when Redis has been there, and when somebody else ends the process. */
    private final CountDownLatch found = new CountDownLatch(1);

    private final ProcessEnd process = new ProcessEnd(found::countDown);

    private RequiredRedis(RedisConfig redis, boolean isRequired) {
        this.limits = redis.requirement();
        this.isRequired = isRequired;
        this.isMissing = isRequired && !redis.isConfigured();
        if (!isRequired) {
            found.countDown();
        }
    }

    /**
     * What the configuration requires.
     *
     * @param isApplication false for a process that is not to be ended, whatever is configured
     */
    public static RequiredRedis of(RedisConfig redis, boolean isApplication) {
        return new RequiredRedis(redis, isApplication && redis.requirement().isRequired());
    }

    /** There are annotated classes. */
    public void begin() {
        if (isRequired) {
            process.noticeOtherEnds();
        }
        if (isMissing) {
            process.begin(Message.REQUIRED_REDIS_MISSING.of(), PATIENCE_AT_START);
        }
    }

    /**
     * From now on the time counts.
     *
     * @param reason why Redis is not there
     */
    public void mainRuns(Supplier<String> reason) {
        if (!isMet() && !isMissing) {
            AgentThreads.named("startup")
                    .newThread(() -> endUnlessFound(reason))
                    .start();
        }
    }

    /** The stores cannot start. */
    public void failed(Throwable fault) {
        if (!isMet() && !isMissing) {
            process.begin(
                    Message.REQUIRED_REDIS_NOT_FOUND.of(
                            inWords(limits.startupTimeout()), "Larder could not start its stores: " + fault),
                    PATIENCE_AT_START);
        }
    }

    /** The stores start. */
    public void watch(FailoverStore store) {
        if (isRequired) {
            store.addListener(new Watch(store));
        }
    }

    /** Whether nobody has to wait: Redis has been there, or is not required. */
    public boolean isMet() {
        return found.getCount() == 0;
    }

    /**
     * As {@link #await} inside class loading, and only if what is waited for needs nothing that the application has still
     * to do.
     *
     * @param isReady whether the stores can start now
     */
    public void awaitInLoading(BooleanSupplier isReady) {
        if (!isMet() && (isMissing || isReady.getAsBoolean())) {
            await();
        }
    }

    /** Returns when Redis has been there. An interrupt is kept for the caller. */
    public void await() {
        boolean isInterrupted = false;
        while (!isMet()) {
            try {
                found.await();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void endUnlessFound(Supplier<String> reason) {
        Duration most = limits.startupTimeout();
        try {
            if (!found.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                process.begin(Message.REQUIRED_REDIS_NOT_FOUND.of(inWords(most), told(reason)), PATIENCE_AT_START);
            }
        } catch (InterruptedException e) {
            return; // nobody has this thread
        }
    }

    private static String told(Supplier<String> reason) {
        try {
            return reason.get();
        } catch (RuntimeException untold) {
            return "the reason is unknown: " + untold;
        }
    }

    private static String inWords(Duration time) {
        return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private final class Watch implements ModeListener {

        private final FailoverStore store;

        private Watch(FailoverStore store) {
            this.store = store;
        }

        @Override
        public void modeChanged(ModeStatus before, ModeStatus now, Duration lasted) {
            if (now.mode() == Mode.REDIS || now.mode() == Mode.OFF) { // who is switched off needs none
                found.countDown();
            }
        }

        @Override
        public void attemptFailed(int inARow, String reason) {
            if (isMet() && inARow >= limits.maxAttempts()) {
                process.begin(Message.REQUIRED_REDIS_LOST.of(inARow, reason, store.journalSize()), PATIENCE);
            }
        }
    }
}
