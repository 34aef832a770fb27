package dev.larder.agent.core.failover;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.failover.connection.RecentEvictions;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.failover.phase.Phase;
import dev.larder.agent.core.failover.phase.Phases;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.wait.Waiting;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Sends an eviction to Redis. It returns when Redis has confirmed the eviction, or when Redis is gone: Redis refuses
 * connections, or has been silent for the eviction timeout. Then the eviction is in the journal, which is sent before
 * Redis is trusted again, and other processes may read the old value until then.
 *
 * <ol>
 *   <li>Redis answers on the current connection: done.
 *   <li>It does not answer for half of the timeout: the eviction is also sent on a {@link SpareConnection}. If it is
 *       confirmed there, Redis works, and the current connection has to confirm the same eviction within a call's
 *       time. Otherwise it is left: it may lead to another server than new connections do.
 *   <li>There is no current connection: Redis was lost, or this process has lost its connection, or a time-out of
 *       another command has ended it. The eviction is journalled, and sent on the spare connection before it returns.
 *       The journal sends it a second time, which costs a load at most.
 *   <li>The current connection is replaced while the eviction is under way: it is sent again on the next one, since
 *       the first may have led to other data.
 *   <li>Redis is gone: the eviction is journalled, and the phase is left unless it has been left already. The first
 *       eviction waits for the timeout if Redis is silent. Later ones do not wait until Redis answers something.
 * </ol>
 *
 * <p>In {@code INITIALIZING} an eviction waits for the first connection, which sends the journal to Redis. Connecting
 * may take long because this process is busy starting; after half of the timeout the eviction goes on as in 3. In
 * {@code OFF} the journal is sent when the cache is switched on again.
 *
 * <p><b>Threads.</b> Thread-safe; {@link Phases} says why no eviction is lost. Callers hold no lock while they wait.
 *
 * <p><b>Failure.</b> None.
 */
final class EvictionPath {

    /** How often the connection may change while one eviction is under way. */
    private static final int MAX_ATTEMPTS = 5;

    private static final Duration PAUSE = Duration.ofMillis(2);

    private final Phases phases;
    private final RecentEvictions recent;
    private final Duration timeout;
    private final Ticker ticker;

    private final SpareConnection spare;

    /** Published to callers: a connection is being made, so they may wait for it. */
    private volatile boolean connecting;

    EvictionPath(Phases phases, RecentEvictions recent, Duration timeout, Ticker ticker, SpareConnection spare) {
        this.phases = phases;
        this.recent = recent;
        this.timeout = timeout;
        this.ticker = ticker;
        this.spare = spare;
    }

    /**
     * The eviction was sent to Redis, or will be. It has not reached the memory that may answer instead.
     *
     * @param phase the current one
     * @param removed how many keys Redis removed
     */
    record Told(Phase phase, long removed) {}

    /** Says that a first connection is being made. */
    void connecting() {
        connecting = true;
    }

    /** What Redis has stored and may lose: it must not have the older value then. */
    void mayBeLost(Eviction older) {
        recent.confirmed(older);
    }

    /** @param call the budget of the call that evicts, of which nothing is used: evictions have a time of their own */
    Told tell(Eviction eviction, Budget call) {
        long start = ticker.nanoTime();
        RemoteStore doubted = null;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Phase phase = phases.current();
            if (phase.remote() == null) {
                phase = phases.journalIfAway(eviction);
            }
            RemoteStore remote = phase.remote();
            if (remote == null) {
                return tellBeside(phase, eviction, start);
            }
            boolean isDoubted = remote == doubted;
            try {
                long removed = evict(eviction, remote, isDoubted ? call.anew() : new Budget(ticker, half()));
                recent.confirmed(eviction);
                Phase now = phases.current(); // memory may answer by now, and has to evict as well
                if (now.stands(remote)) {
                    return new Told(now, removed);
                }
            } catch (StoreException e) {
                if (phases.current().stands(remote)) {
                    if (isDoubted || !isConfirmedBeside(eviction, rest(start))) {
                        return leave(eviction, "Redis did not confirm an eviction: " + e.getMessage());
                    }
                    doubted = remote;
                }
            } catch (RuntimeException e) { // a fault of Larder must not fail the commit that the eviction follows
                AgentLog.say(Message.EVICTION_FAULT.of(), e);
                return tellBeside(
                        leave(eviction, "An eviction failed on its way to Redis: " + e)
                                .phase(),
                        eviction,
                        start);
            }
        }
        Told journalled = leave(eviction, "Redis was lost and found again while it was told of an eviction");
        return tellBeside(journalled.phase(), eviction, start);
    }

    private Duration half() {
        return timeout.dividedBy(2);
    }

    /** At least half of the timeout, also if this process stood still for the first half. */
    private Budget rest(long start) {
        Duration spent = Duration.ofNanos(ticker.nanoTime() - start);
        return new Budget(ticker, timeout.minus(spent.compareTo(half()) < 0 ? spent : half()));
    }

    /**
     * An eviction that was not sent because too many commands are under way is sent when there is room: Redis itself
     * works.
     */
    private static long evict(Eviction eviction, RemoteStore remote, Budget budget) throws StoreException {
        Budget patience = budget.anew();
        while (true) {
            try {
                return remote.evict(eviction, budget);
            } catch (StoreException e) {
                if (!e.isUnsent() || !Waiting.pause(PAUSE, patience)) {
                    throw e;
                }
            }
        }
    }

    private Told leave(Eviction eviction, String reason) {
        return new Told(phases.leaveAndJournal(eviction, reason), 0);
    }

    private boolean isConfirmedBeside(Eviction eviction, Budget patience) {
        return evictBeside(eviction, patience) >= 0;
    }

    /** Sends what is in the journal on the spare connection, so that other processes see it at once. */
    private Told tellBeside(Phase phase, Eviction eviction, long start) {
        if (phase.mode() == Mode.OFF || !connecting) {
            return new Told(phase, 0);
        }
        if (phase.mode() == Mode.INITIALIZING) {
            awaitFirstConnection();
            phase = phases.current();
            if (phase.mode() == Mode.REDIS) { // to which the journal was sent
                return new Told(phase, 0);
            }
        }
        long removed = evictBeside(eviction, rest(start));
        return new Told(phases.current(), Math.max(removed, 0));
    }

    /** Returns when the connection is made, when it cannot be made, or after half of the timeout. */
    private void awaitFirstConnection() {
        if (spare.isSilent()) {
            return;
        }
        try {
            Waiting.await(phases.decided(), new Budget(ticker, half()));
        } catch (TimeoutException | ExecutionException e) {
            AgentLog.debug(() -> "An eviction does not wait any longer for the first connection to Redis");
        }
    }

    /** Returns how many keys were removed; less than 0 if Redis is gone. */
    private long evictBeside(Eviction eviction, Budget patience) {
        try {
            long removed = spare.evict(eviction, patience);
            recent.confirmed(eviction);
            return removed;
        } catch (StoreException e) {
            AgentLog.debug(() -> "An eviction returns although Redis has not confirmed it: " + e.getMessage());
            return -1;
        } catch (RuntimeException e) { // as above
            AgentLog.say(Message.EVICTION_FAULT.of(), e);
            return -1;
        }
    }
}
