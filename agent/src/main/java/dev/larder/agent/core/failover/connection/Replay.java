package dev.larder.agent.core.failover.connection;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.failover.phase.Phases;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;

/**
 * Sends Redis the evictions it missed.
 *
 * <p>Each round trip has a limit, and the whole replay has none: a pattern takes a scan of all keys. A limit would not
 * make that shorter. The scan would begin again each time, and a Redis with enough keys would never be trusted again.
 * Memory answers meanwhile, and new evictions are sent to Redis directly.
 *
 * <p><b>Threads.</b> Confined to the background thread.
 */
final class Replay {

    static final Duration STEP = Duration.ofSeconds(2);

    private final Phases phases;
    private final RecentEvictions recent;
    private final Ticker ticker;

    Replay(Phases phases, RecentEvictions recent, Ticker ticker) {
        this.phases = phases;
        this.recent = recent;
        this.ticker = ticker;
    }

    /**
     * Returns how many evictions there were, without the one of everything. That stands for any number, and for none where
     * {@link DataHistory} found the data to be old.
     */
    long run(RemoteStore remote) throws StoreException {
        long replayed = 0;
        Eviction journal = phases.takeJournal();
        while (!journal.isEmpty()) {
            send(remote, journal);
            replayed += journal.size() - (journal.patterns().contains(Eviction.EVERYTHING) ? 1 : 0);
            journal = phases.takeJournal();
        }
        return replayed;
    }

    /**
     * The whole journal is one eviction: Redis holds loads of what it covers off until its end. In parts, others could
     * load an entry of one part from an entry of the next, which is still there.
     */
    private void send(RemoteStore remote, Eviction journal) throws StoreException {
        boolean acknowledged = false;
        try {
            remote.evict(journal, new Budget(ticker, STEP));
            recent.confirmed(journal);
            acknowledged = true;
        } finally {
            if (!acknowledged) {
                phases.addToJournal(journal);
            }
        }
    }
}
