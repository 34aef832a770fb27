package dev.larder.agent.core.failover.connection;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.failover.phase.Phases;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks one connection from the time it is used until it is lost, and decides when calls use Redis again after it was
 * too slow.
 *
 * <p><b>Silence.</b> A check every {@link #INTERVAL} finds a frozen Redis and a dead connection even without calls. If
 * it is not answered within its limit, memory answers calls. Only if Redis is silent for {@link #SILENCE} the
 * connection is given up, since evictions that are under way may still be confirmed.
 *
 * <p><b>Rest.</b> When nothing has been called for some seconds, the next beats are one {@code PING} each, less than a minute
 * apart; the first call brings a check at once. A connection that is dead by then is found by that call and that check.
 *
 * <p><b>Trust.</b> While memory answers and the connection is open, a probe does what a call would do. Redis is
 * trusted again when all probes were answered within a call's limit for as long as {@link Probation} says. So calls do
 * not wait for a Redis that is too slow, and use it again when it is fast enough.
 *
 * <p><b>Threads.</b> Confined to the one thread of {@code executor}.
 *
 * <p><b>Failure.</b> Anything that is thrown ends the connection, since a connection without checks must not be
 * trusted.
 */
final class Heartbeat {

    static final Duration INTERVAL = Duration.ofMillis(300);
    static final Duration SILENCE = Duration.ofSeconds(1);

    private static final Duration SHORTEST_LIMIT = Duration.ofMillis(400);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);

    private final RemoteStore remote;
    private final CallWatch watch;
    private final String reason;
    private final Surroundings with;
    private final Duration limit;
    private @Nullable Future<?> next;
    private boolean wellKnown;
    private long wellSinceNanos;

    /** What the heartbeats of all connections have in common. */
    record Surroundings(
            Phases phases,
            Reasons reasons,
            Probation probation,
            DataHistory history,
            UsedMemory usedMemory,
            Duration callLimit,
            ScheduledExecutorService executor,
            Ticker ticker,
            Consumer<String> news,
            Rest rest) {}

    /** @param reason to be shown once Redis is trusted */
    Heartbeat(RemoteStore remote, CallWatch watch, String reason, Surroundings with) {
        this.remote = remote;
        this.watch = watch;
        this.reason = reason;
        this.with = with;
        this.limit = with.callLimit().compareTo(SHORTEST_LIMIT) > 0 ? with.callLimit() : SHORTEST_LIMIT;
    }

    /** Begins to beat. */
    void begin() {
        with.rest().off();
        beat();
    }

    /** There is a call, and may have been none for long. */
    void wake() {
        Future<?> due = next;
        if (with.rest().isOn() && due != null) {
            due.cancel(false);
            begin();
        }
    }

    private void beat() {
        if (!with.phases().current().stands(remote)) {
            return;
        }
        try {
            if (with.rest().isOn()) {
                remote.ping(budget(SILENCE));
            } else {
                check();
            }
            next = with.executor().schedule(this::beat, pause().toMillis(), TimeUnit.MILLISECONDS);
        } catch (StoreException e) {
            with.phases().leave(remote, with.reasons().lost(e));
        } catch (Throwable e) {
            with.phases().leave(remote, with.reasons().lost(String.valueOf(e)));
        }
    }

    private Duration pause() throws StoreException {
        if (isAnswering()) {
            return with.rest().nextPause(INTERVAL);
        }
        with.rest().off();
        return probe();
    }

    private boolean isAnswering() {
        return with.phases().current().isRemoteAnswering();
    }

    /** If so many calls wait for Redis that there is no room for a check, the time-outs of these calls decide. */
    private void check() throws StoreException {
        try {
            watch.checked(checkTwice());
            with.history().look(remote, SILENCE);
            with.usedMemory().poll(remote, SILENCE);
        } catch (StoreException e) {
            if (!e.isUnsent()) {
                throw e;
            }
        }
    }

    /** Returns how long the check waited for Redis, in nanoseconds, without time in which this process stood still. */
    private long checkTwice() throws StoreException {
        Budget first = budget(limit);
        try {
            remote.check(first);
            return first.spentNanos();
        } catch (StoreException e) {
            if (!e.isUnanswered() || limit.compareTo(SILENCE) >= 0) {
                throw e;
            }
            if (!e.isUnseen()) {
                with.phases()
                        .withdraw(
                                remote,
                                with.reasons().tooSlow("a check takes longer than " + limit.toMillis() + " ms"));
            }
            Budget second = budget(SILENCE.minus(limit));
            remote.check(second);
            return first.spentNanos() + second.spentNanos();
        }
    }

    private Budget budget(Duration length) {
        return new Budget(with.ticker(), length);
    }

    /** Returns how long to wait before the next one. */
    private Duration probe() throws StoreException {
        long start = with.ticker().nanoTime();
        Budget budget = budget(SILENCE);
        try {
            remote.probe(budget);
        } catch (StoreException e) {
            if (!e.isUnsent() && !e.isUnanswered()) {
                throw e;
            }
            return e.isUnseen()
                    ? doubtful(with.reasons().unread(SILENCE))
                    : slow("a read and a script took longer than " + SILENCE.toMillis() + " ms");
        }
        if (!watch.isInTime(budget.spentNanos())) {
            return slow("a read and a script took " + CallWatch.inMillis(budget.spentNanos()));
        }
        if (!wellKnown) {
            wellKnown = true;
            wellSinceNanos = start;
        }
        if (with.ticker().nanoTime() - wellSinceNanos
                < with.probation().length().toNanos()) {
            return PROBE_INTERVAL;
        }
        wellKnown = false;
        watch.reset();
        with.phases().trust(remote, reason);
        return INTERVAL;
    }

    private Duration slow(String what) {
        return doubtful(with.reasons().tooSlow(what));
    }

    private Duration doubtful(String why) {
        wellKnown = false;
        if (with.phases().hold(remote, why)) {
            with.news().accept(why);
        }
        return INTERVAL;
    }
}
