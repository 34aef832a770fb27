package dev.larder.agent.core.failover;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.RemoteStore;
import dev.larder.agent.core.store.StoreException;

/**
 * The way of an eviction to Redis: now, or through the journal before Redis is trusted again.
 *
 * <p><b>Threads.</b> Thread-safe; {@link Phases} says why no eviction is lost.
 *
 * <p><b>Failure.</b> None: where Redis does not confirm an eviction, Redis is given up and the eviction is journalled.
 */
final class EvictionPath {

    private final Phases phases;
    private final boolean hasRemote;

    /** Leads nowhere where no Redis is configured. */
    EvictionPath(Phases phases, boolean hasRemote) {
        this.phases = phases;
        this.hasRemote = hasRemote;
    }

    /**
     * Redis was told, or will be. The memory that may answer in its place was not.
     *
     * @param phase the one in force; without a remote if Redis has not heard yet
     * @param removed how many keys Redis removed
     */
    record Told(Phase phase, long removed) {}

    Told tell(Eviction eviction, Budget budget) {
        Phase phase = phases.current();
        if (hasRemote && phase.remote() == null) {
            phase = phases.journalIfAway(eviction);
        }
        RemoteStore remote = phase.remote();
        return remote == null ? new Told(phase, 0) : tell(eviction, remote, phase, budget);
    }

    private Told tell(Eviction eviction, RemoteStore remote, Phase phase, Budget budget) {
        try {
            return new Told(phase, remote.evict(eviction, budget));
        } catch (StoreException e) {
            return leave(eviction, "Redis did not confirm an eviction: " + e.getMessage());
        } catch (RuntimeException e) { // a fault of ours must not fail the commit that the eviction follows
            AgentLog.error("An eviction failed on its way to Redis. Redis is told again before it is used again", e);
            return leave(eviction, "An eviction failed on its way to Redis: " + e);
        }
    }

    private Told leave(Eviction eviction, String reason) {
        return new Told(phases.leaveAndJournal(eviction, reason), 0);
    }
}
