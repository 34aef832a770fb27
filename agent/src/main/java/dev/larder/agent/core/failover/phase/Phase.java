package dev.larder.agent.core.failover.phase;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.remote.RemoteStore;
import org.jspecify.annotations.Nullable;

/**
 * A mode together with the stores it stands on.
 *
 * @param store answers lookups and claims
 * @param remote where evictions go first; null while they cannot, and then they are journalled
 * @param sinceNanos monotonic
 */
public record Phase(
        ModeStatus status, CacheStore store, @Nullable RemoteStore remote, long sinceNanos) {

    public Mode mode() {
        return status.mode();
    }

    /**
     * Whether lookups and claims use Redis, as evictions do; otherwise memory answers, and evictions have to reach it
     * as well.
     */
    public boolean isRemoteAnswering() {
        return store == remote;
    }

    /** Whether nothing is stored, neither in Redis nor in memory: puts without a lease fail. */
    public boolean keepsNothing() {
        return store instanceof NoStore;
    }

    public boolean stands(RemoteStore on) {
        return remote == on;
    }
}
