package dev.larder.agent.core.failover;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.RemoteStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.Waiting;
import java.time.Duration;

/**
 * The way of an eviction to Redis: now, or through the journal before Redis is trusted again.
 *
 * <p><b>Threads.</b> Thread-safe; {@link Phases} says why no eviction is lost.
 *
 * <p><b>Failure.</b> None: where Redis does not confirm an eviction, Redis is given up and the eviction is journalled.
 */
final class EvictionPath {

    /** How often the connection may change while an eviction travels on it. */
    private static final int MAX_ATTEMPTS = 5;

    private static final Duration PAUSE = Duration.ofMillis(2);

    private final Phases phases;
    private final RecentEvictions recent;
    private final boolean hasRemote;

    /** Leads nowhere where no Redis is configured. */
    EvictionPath(Phases phases, RecentEvictions recent, boolean hasRemote) {
        this.phases = phases;
        this.recent = recent;
        this.hasRemote = hasRemote;
    }

    /**
     * Redis was told, or will be. The memory that may answer in its place was not.
     *
     * @param phase the one in force; without a remote if Redis has not heard yet
     * @param removed how many keys Redis removed
     */
    record Told(Phase phase, long removed) {}

    /**
     * Waits for no longer than {@code budget} allowed at first, whatever is left of it: an eviction that finds no time
     * would end the use of Redis, although nothing is wrong with it.
     */
    Told tell(Eviction eviction, Budget budget) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Phase phase = phases.current();
            if (hasRemote && phase.remote() == null) {
                phase = phases.journalIfAway(eviction);
            }
            RemoteStore remote = phase.remote();
            if (remote == null) {
                return new Told(phase, 0);
            }
            Told told = tell(eviction, remote, phase, budget.anew());
            if (isAccountedFor(told, remote)) {
                return told;
            }
        }
        return leave(eviction, "Redis was lost and found again while it was told of an eviction");
    }

    /**
     * Journalled; or confirmed by a connection that is still in force now that the confirmation has been noted. Of one
     * that has been replaced meanwhile, the next may lead to data that do not have the eviction.
     */
    private boolean isAccountedFor(Told told, RemoteStore remote) {
        return !told.phase().stands(remote) || phases.current().stands(remote);
    }

    private Told tell(Eviction eviction, RemoteStore remote, Phase phase, Budget budget) {
        try {
            long removed = evict(eviction, remote, budget);
            recent.confirmed(eviction);
            return new Told(phase, removed);
        } catch (StoreException e) {
            return leave(eviction, "Redis did not confirm an eviction: " + e.getMessage());
        } catch (RuntimeException e) { // a fault of ours must not fail the commit that the eviction follows
            AgentLog.error("An eviction failed on its way to Redis. Redis is told again before it is used again", e);
            return leave(eviction, "An eviction failed on its way to Redis: " + e);
        }
    }

    /** What could not be sent, because too much is on its way, is sent when there is room: nothing is wrong with Redis. */
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
}
