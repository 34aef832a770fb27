package dev.larder.agent.core.failover.connection;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.failover.phase.Phases;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.Lineage;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the data behind a connection are those that were there before. If not, {@link RecentEvictions} says
 * what they lack. And whether their times still mean what they meant: entries end by the clock of Redis, and if that was
 * set back, they would outlive their time to live.
 *
 * <p><b>Threads.</b> Confined to the background thread.
 */
final class DataHistory {

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    /** More than clocks drift between two looks, less than an entry may outlive its time to live. */
    static final Duration SET_BACK = Duration.ofSeconds(30);

    private final Phases phases;
    private final RecentEvictions recent;
    private final Reasons reasons;
    private final Ticker ticker;
    private long nextLookNanos;
    private boolean saidUntold;

    /** At the last look, see {@link RemoteStore#leastClockOffsetMillis}; null before the first. */
    private @Nullable Long clockOffsetMillis;

    /** Data of unknown age were found, and have not been made misses yet. */
    private boolean renewalDue;

    DataHistory(Phases phases, RecentEvictions recent, Reasons reasons, Ticker ticker) {
        this.phases = phases;
        this.recent = recent;
        this.reasons = reasons;
        this.ticker = ticker;
        this.nextLookNanos = ticker.nanoTime();
    }

    /**
     * Compares the data behind a new connection, before it is used. What the data may lack goes into the journal. If
     * that is unknown, all entries become misses. Returns a text about it for the reason, to follow the words that
     * Redis answers.
     */
    String compare(RemoteStore remote) throws StoreException {
        recent.look();
        Lineage seen = remote.lineage(new Budget(ticker, Replay.STEP));
        warnIfUntold(seen);
        compareClocks(remote);
        Eviction forgotten = recent.startOver(seen);
        renewalDue |= forgotten.patterns().contains(Eviction.EVERYTHING);
        if (renewalDue) {
            remote.renew(seen, new Budget(ticker, Replay.STEP));
            renewalDue = false;
            return "; its data may be from before evictions it had confirmed, so everything in the namespace is evicted";
        }
        phases.addToJournal(forgotten);
        return forgotten.isEmpty()
                ? ""
                : "; another server has taken over its data, so recent evictions are sent again";
    }

    /**
     * Each process does this for itself: it cannot see whether another one has noticed the same. The cost is that what was
     * loaded meanwhile is loaded again.
     */
    private void compareClocks(RemoteStore remote) throws StoreException {
        long offsetMillis = remote.leastClockOffsetMillis();
        long mostMillis =
                remote.mostClockOffsetMillis(); // a process that stood still before it read the time knows little
        Long before = clockOffsetMillis;
        if (before != null && before - mostMillis > SET_BACK.toMillis()) {
            AgentLog.say(Message.CLOCK_SET_BACK.of(reasons.server(), (before - mostMillis) / 1_000));
            remote.renew(Lineage.UNKNOWN, new Budget(ticker, Replay.STEP));
        }
        clockOffsetMillis = offsetMillis; // not before that is done: else the next attempt would find nothing
    }

    private void warnIfUntold(Lineage seen) {
        if (!seen.isTold() && !saidUntold) {
            saidUntold = true;
            AgentLog.say(Message.INFO_REFUSED.of(reasons.server()));
        }
    }

    /**
     * A server may become a replica, and then a primary again with the data of another server, and keep its
     * connections.
     */
    void look(RemoteStore remote, Duration limit) throws StoreException {
        long now = ticker.nanoTime();
        if (now - nextLookNanos < 0) {
            return;
        }
        nextLookNanos = now + LOOK_INTERVAL.toNanos();
        compareClocks(remote);
        recent.look();
        Lineage seen = remote.lineage(new Budget(ticker, limit));
        if (seen.isTold() && !recent.goOn(seen)) {
            throw new StoreException(
                    "another server has taken its place, or it was another one's replica meanwhile", null);
        }
    }
}
