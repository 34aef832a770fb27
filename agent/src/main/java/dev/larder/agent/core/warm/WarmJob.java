package dev.larder.agent.core.warm;

import dev.larder.agent.core.plan.WarmSchedule;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One method that is called ahead, and when that is due.
 *
 * <p>A turn comes after the start and by the schedule. While another process has it, or has had it a moment ago, this one asks
 * again now and then: the other may have been killed. With a period it goes on asking, so the next turn is had by whoever asks
 * first; else it stops asking after half of the time for which nobody has the turn again.
 *
 * <p><b>Threads.</b> Confined to the thread of {@link Warmer}, except {@link #isSettled}.
 */
final class WarmJob {

    /** Attempts in one turn. */
    static final int MOST_ATTEMPTS = 5;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(30);
    private static final Duration SHORTEST_POLL = Duration.ofMillis(200);

    /** Clocks may be set, so a time of the day is looked at again. */
    private static final Duration LOOK = Duration.ofSeconds(20);

    private final WeakReference<Warmable> method;
    private final WarmSchedule schedule;
    private final long ttlMillis;
    private final RandomGenerator random;

    /** When to look at it again. */
    long dueNanos;

    /** Of the present turn. */
    int failedAttempts;

    private boolean isTurn = true;
    private long turnNanos;

    /** Whether another process had the present turn when this one asked, and when that was first. */
    private boolean hasAsked;

    private long askedNanos;
    private long pollMillis;

    /** For a schedule of times: the next one, by the wall clock. */
    private @Nullable ZonedDateTime next;

    /** Still under way, though nobody waits for it. */
    @Nullable
    WarmRun stuck;

    /** Published to threads that read statistics. */
    private volatile boolean settled;

    WarmJob(Warmable method, long nowNanos, RandomGenerator random) {
        this.method = new WeakReference<>(method);
        this.schedule = method.schedule();
        this.ttlMillis = method.ttlMillis();
        this.random = random;
        this.dueNanos = nowNanos;
        this.turnNanos = nowNanos;
        this.pollMillis = firstPollMillis();
    }

    /** Null when its class has been unloaded. */
    @Nullable
    Warmable method() {
        return method.get();
    }

    /** Whether its first turn is over, whoever had it. */
    boolean isSettled() {
        return settled;
    }

    /** Whether a turn has come that is not over; if not, it is due again later. */
    boolean isTurn(long nowNanos, ZonedDateTime now) {
        if (!isTurn && (next == null || !now.isBefore(next))) {
            isTurn = true;
            turnNanos = nowNanos;
            failedAttempts = 0;
            hasAsked = false;
            pollMillis = firstPollMillis();
        }
        if (!isTurn) {
            look(nowNanos, now);
        }
        return isTurn;
    }

    /** Another process has the turn, or has had it. */
    void refused(long nowNanos, ZonedDateTime now) {
        settled = true;
        if (!hasAsked) {
            hasAsked = true;
            askedNanos = nowNanos; // it may have come long before the store was there
        }
        long askingNanos = TimeUnit.MILLISECONDS.toNanos(restMillis(now) / 2);
        if (schedule.period() == null && nowNanos - askedNanos > askingNanos) {
            over(nowNanos, now);
            return;
        }
        laterMillis(nowNanos, pollMillis);
        pollMillis = Math.min(pollMillis * 3 / 2, Math.max(firstPollMillis(), longestPollMillis()));
    }

    /** This process has had the turn, or has given it up. */
    void over(long nowNanos, ZonedDateTime now) {
        settled = true;
        isTurn = false;
        next = null;
        Duration period = schedule.period();
        if (period != null) {
            long millis = period.toMillis() - (nowNanos - turnNanos) / 1_000_000;
            laterMillis(nowNanos, Math.max(SHORTEST_POLL.toMillis(), millis));
            return;
        }
        Duration until = schedule.untilNext(now);
        if (until == null) {
            dueNanos = nowNanos + TimeUnit.DAYS.toNanos(365);
            next = now.plusYears(1_000);
        } else {
            next = now.plus(until);
            look(nowNanos, now);
        }
    }

    private void look(long nowNanos, ZonedDateTime now) {
        if (next != null) {
            Duration left = Duration.between(now, next);
            dueNanos = nowNanos + (left.compareTo(LOOK) < 0 ? left : LOOK).toNanos();
        }
    }

    /** Tries again; returns after how long, or null if this was the last attempt of the turn. */
    @Nullable
    Duration failed(long nowNanos) {
        failedAttempts++;
        if (failedAttempts >= MOST_ATTEMPTS) {
            return null;
        }
        Duration step = FIRST_RETRY.multipliedBy(1L << (2 * (failedAttempts - 1)));
        dueNanos = nowNanos + step.toNanos();
        return step;
    }

    /**
     * For how long nobody has the turn again after it was had: with a period nine tenths of that from when it came, else
     * as long as most of what was loaded is fresh.
     */
    long restMillis(ZonedDateTime now) {
        Duration until = schedule.untilNext(now);
        long longest = until == null ? ttlMillis : Math.min(ttlMillis, until.toMillis());
        return (schedule.period() == null ? longest : schedule.period().toMillis()) * 9 / 10;
    }

    /** The same at the end of a turn that took a while. */
    long restMillisAtEnd(long nowNanos, ZonedDateTime now) {
        long tookMillis = schedule.period() == null ? 0 : (nowNanos - turnNanos) / 1_000_000;
        return Math.max(1, restMillis(now) - tookMillis);
    }

    /**
     * Entries that end within this time are refreshed in a turn: they would not be there at the end of the next one. Those of which
     * a fifth of the ttl is not over are new, perhaps of an attempt of the same turn.
     */
    long renewMillis(ZonedDateTime now) {
        Duration until = schedule.untilNext(now);
        return until == null ? 0 : Math.min(until.toMillis() * 11 / 10, ttlMillis * 8 / 10);
    }

    /** From now on the turn is counted: it is this process's. */
    void begin(long nowNanos) {
        if (failedAttempts == 0) {
            turnNanos = nowNanos;
        }
    }

    void laterMillis(long nowNanos, long millis) {
        long spread = Math.max(1, millis / 10);
        dueNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(millis - random.nextLong(spread));
    }

    private long firstPollMillis() {
        long least = SHORTEST_POLL.toMillis();
        return Math.max(least, Math.min(5_000, longestPollMillis() / 2));
    }

    private long longestPollMillis() {
        Duration period = schedule.period();
        long fifth = (period == null ? ttlMillis : period.toMillis()) / 5;
        return Math.min(LONGEST_POLL.toMillis(), fifth);
    }
}
