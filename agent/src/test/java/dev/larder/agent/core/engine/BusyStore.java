package dev.larder.agent.core.engine;

import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A store that takes its time with each answer, and in which another process is just loading the entry asked for. */
final class BusyStore extends ForwardingStore {

    private final Duration latency;
    private final byte[] loaded;
    private int claimsUntilLoaded;

    BusyStore(int claimsUntilLoaded, Duration latency, byte[] loaded) {
        this.claimsUntilLoaded = claimsUntilLoaded;
        this.latency = latency;
        this.loaded = loaded;
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        takeTime(budget);
        return Lookup.ABSENT;
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        takeTime(budget);
        return claimsUntilLoaded-- > 0 ? new Claim.Held(1_000) : new Claim.Found(new StoredEntry.Encoded(loaded));
    }

    private void takeTime(Budget budget) throws StoreException {
        if (budget.startWaiting() <= 0) {
            throw new StoreException("The call has no time left to wait", null);
        }
        LockSupport.parkNanos(latency.toNanos());
        budget.stopWaiting();
    }
}
