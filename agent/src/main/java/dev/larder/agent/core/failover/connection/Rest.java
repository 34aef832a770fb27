package dev.larder.agent.core.failover.connection;

import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Whether a heartbeat rests: nothing was called for a while. Managed servers bill each command, and nobody needs to know
 * how a Redis is that nobody asks.
 *
 * <p><b>Shape.</b> {@link #isQuiet} is set by each beat. The first call that sees it {@link #end ends} it, and wakes a
 * heartbeat that rests.
 *
 * <ol>
 *   <li>A call comes before the beat looks: the beat sees that there was one, and does not rest.
 *   <li>A call comes after it: the call sees that it is quiet. Whether the beat rests is published before that, so the call
 *       wakes it; for nothing, if the beat has found another reason not to rest.
 * </ol>
 *
 * <p><b>Threads.</b> Thread-safe; {@link #nextPause} is for the background thread.
 */
public final class Rest {

    /** After the last call. Shorter rests would save little, since the first call after one costs a check. */
    static final Duration AFTER = Duration.ofSeconds(10);

    /** Between two beats of a heartbeat that rests, at least and at most. A random part keeps a fleet out of step. */
    static final Duration SHORTEST = Duration.ofSeconds(40);

    public static final Duration LONGEST = Duration.ofSeconds(55);

    private final Ticker ticker;
    private final RandomGenerator random;
    private final Runnable wake;
    private long usedNanos;

    /** Published to callers: nothing was called since the last beat. */
    private volatile boolean quiet;

    /** Published to callers. */
    private volatile boolean resting;

    /** @param wake makes the heartbeat beat now; returns at once */
    Rest(RandomGenerator random, Ticker ticker, Runnable wake) {
        this.random = random;
        this.ticker = ticker;
        this.wake = wake;
        this.usedNanos = ticker.nanoTime();
    }

    /** Whether nothing was called since the last beat. For a caller, who then says that something is. */
    public boolean isQuiet() {
        return quiet;
    }

    /** Something is called. */
    public void end() {
        quiet = false;
        if (resting) {
            wake.run();
        }
    }

    boolean isOn() {
        return resting;
    }

    /** The connection is new, or not in use: it has to be watched. */
    void off() {
        resting = false;
        usedNanos = ticker.nanoTime();
    }

    /** Until the next beat; {@code usual} where there are calls. */
    Duration nextPause(Duration usual) {
        boolean wasResting = resting;
        resting = true;
        boolean wasUsed = !quiet;
        quiet = true;
        if (wasUsed) {
            usedNanos = ticker.nanoTime();
        }
        if (wasUsed || (!wasResting && ticker.nanoTime() - usedNanos < AFTER.toNanos())) {
            resting = false;
            return usual;
        }
        return SHORTEST.plusMillis(random.nextLong(LONGEST.minus(SHORTEST).toMillis()));
    }
}
