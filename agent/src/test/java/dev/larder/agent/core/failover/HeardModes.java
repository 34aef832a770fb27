package dev.larder.agent.core.failover;

import dev.larder.agent.core.failover.phase.Mode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The modes that a store's listeners hear of, in order. Listeners are called on the store's background thread, some time
 * after the status shows the mode: {@link #soFar} waits for it.
 */
final class HeardModes {

    private final FailoverStore store;
    private final ScheduledExecutorService background;
    private final List<Mode> heard = new CopyOnWriteArrayList<>();

    private HeardModes(FailoverStore store, ScheduledExecutorService background) {
        this.store = store;
        this.background = background;
    }

    /**
     * From now on.
     *
     * @param background the store's
     */
    static HeardModes of(FailoverStore store, ScheduledExecutorService background) {
        HeardModes modes = new HeardModes(store, background);
        store.addListener((before, now, lasted) -> modes.heard.add(now.mode()));
        return modes;
    }

    /** All changes that the status has shown when this is called. */
    List<Mode> soFar() {
        store.journalSize(); // takes the lock, so a change that is under way has been handed to the background thread
        try {
            background.submit(() -> {}).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("The background thread does not come to it", e);
        }
        return List.copyOf(heard);
    }

    /** Forgets what the status has shown when this is called. */
    void forget() {
        soFar();
        heard.clear();
    }
}
