package dev.larder.agent.core.failover;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lineage;
import dev.larder.agent.core.store.RemoteConnector;
import dev.larder.agent.core.store.RemoteListener;
import dev.larder.agent.core.store.RemoteStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.Waiting;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection, watches it, gives it up, and makes the next one.
 *
 * <p>A connection is watched in three ways: it is closed; callers' commands fail in a row ({@link Breaker}); or a check
 * every {@link #CHECK_INTERVAL} is not answered within {@link #CHECK_LIMIT}, which finds a frozen Redis and a dead line
 * within a second even when nobody calls.
 *
 * <p><b>Threads.</b> Everything happens on the one thread of {@code executor}, except that the {@link Watch} hears of
 * trouble on callers' and the connection's threads and leaves the phase right there: no call may start towards a lost
 * Redis just because this thread is busy.
 *
 * <p><b>Failure.</b> Whatever is thrown counts as a connection that was not made or is lost.
 */
final class ConnectionKeeper {

    static final Duration CHECK_INTERVAL = Duration.ofMillis(300);
    static final Duration CHECK_LIMIT = Duration.ofMillis(400);

    /** A connection that held this long was a good one: the next attempt need not wait long. */
    private static final Duration STABLE = Duration.ofSeconds(5);

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MEMORY_POLL_INTERVAL = Duration.ofSeconds(5);
    private static final Duration REPLAY_STEP = Duration.ofSeconds(2);
    private static final int REPLAY_BATCH = 500;

    private final RemoteConnector connector;
    private final Phases phases;
    private final RecentEvictions recent;
    private final ScheduledExecutorService executor;
    private final Ticker ticker;
    private final Backoff backoff;

    /** Written by the background thread, read by whoever shows it; -1 while unknown. */
    private volatile long usedMemoryBytes = -1;

    /** Confined to the background thread, as are the next ones. */
    private long nextMemoryPollNanos;

    private long nextLookNanos;
    private boolean saidUntold;

    private @Nullable Future<?> nextAttempt;

    ConnectionKeeper(
            RemoteConnector connector,
            Phases phases,
            RecentEvictions recent,
            ScheduledExecutorService executor,
            Ticker ticker,
            RandomGenerator random) {
        this.connector = connector;
        this.phases = phases;
        this.recent = recent;
        this.executor = executor;
        this.ticker = ticker;
        this.backoff = new Backoff(random);
        this.nextMemoryPollNanos = ticker.nanoTime();
        this.nextLookNanos = nextMemoryPollNanos;
    }

    void start() {
        executor.execute(this::attempt);
    }

    /** The background thread's part in a change of phase. */
    void changed(Phases.Change change) {
        RemoteStore old = change.before().remote();
        boolean lost = false;
        if (old != null && change.now().remote() == null) {
            lost = true;
            usedMemoryBytes = -1;
        }
        if (change.before().mode() == Mode.REDIS && change.lasted().compareTo(STABLE) >= 0) {
            backoff.reset();
        }
        boolean switchedOn = change.before().mode() == Mode.OFF;
        if (change.now().mode() == Mode.MEMORY && (lost || switchedOn)) {
            attemptLater();
        }
        if (old != null && lost) {
            old.close();
        }
    }

    /** Has one more attempt made if evictions wait for it, and waits for how it ends. */
    void flush(Duration limit) {
        CompletableFuture<?> attempt = CompletableFuture.runAsync(this::attemptIfEvictionsWait, executor);
        try {
            Waiting.await(attempt, new Budget(ticker, limit));
        } catch (TimeoutException | ExecutionException e) {
            AgentLog.debug(() -> "The last attempt to reach Redis came to nothing: " + e);
        }
    }

    private void attemptIfEvictionsWait() {
        if (phases.outstanding() > 0) {
            attempt();
        }
    }

    long usedMemoryBytes() {
        return usedMemoryBytes;
    }

    private void attempt() {
        Mode mode = phases.current().mode();
        if (mode != Mode.INITIALIZING && mode != Mode.MEMORY) {
            return;
        }
        Watch watch = new Watch();
        try {
            RemoteStore remote = connector.connect(watch);
            watch.remote = remote;
            takeOver(remote, compareData(remote));
        } catch (StoreException e) {
            phases.unreachable("Redis at " + connector.address() + " cannot be reached: " + e.getMessage());
            attemptLater();
        } catch (Throwable e) { // no thread to be had, for one: without the next attempt there would be none ever
            AgentLog.error("Cannot connect to Redis at " + connector.address() + "; will try again", e);
            phases.unreachable("Redis at " + connector.address() + " cannot be reached: " + e);
            attemptLater();
        }
    }

    /** In place of the attempt that may be due already: there is one sequence of attempts. */
    private void attemptLater() {
        if (nextAttempt != null) {
            nextAttempt.cancel(false);
        }
        nextAttempt = executor.schedule(this::attempt, backoff.nextMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Whether the data are those that were there before. What they may lack goes into the journal before the connection
     * comes into force. Returns what there is to say about it.
     */
    private String compareData(RemoteStore remote) throws StoreException {
        Eviction forgotten;
        try {
            recent.look();
            Lineage seen = remote.lineage(new Budget(ticker, REPLAY_STEP));
            warnIfUntold(seen);
            forgotten = recent.startOver(seen);
        } catch (Throwable e) {
            remote.close();
            throw e;
        }
        phases.addToJournal(forgotten);
        if (forgotten.isEmpty()) {
            return "";
        }
        return forgotten.patterns().contains(Eviction.EVERYTHING)
                ? "; its data may be from before evictions it had confirmed, so everything in the namespace is evicted"
                : "; another server has taken over its data, so recent evictions are sent again";
    }

    private void warnIfUntold(Lineage seen) {
        if (!seen.isTold() && !saidUntold) {
            saidUntold = true;
            AgentLog.warn(
                    "Redis at " + connector.address() + " does not answer INFO, so a restart from older data cannot"
                            + " be told from a connection that was cut. Each time the connection is lost, everything in the"
                            + " namespace is evicted. Allow the user to run INFO.");
        }
    }

    /** From here on a fault leaves the phase, which brings us back to {@link #changed}. */
    private void takeOver(RemoteStore remote, String dataDetail) {
        String reason = "Redis at " + connector.address() + " answers" + dataDetail;
        if (!phases.recover(remote, reason)) {
            remote.close();
            return;
        }
        try {
            long replayed = replay(remote);
            String detail = replayed == 0 ? "" : "; evictions replayed: " + replayed;
            if (phases.trust(remote, reason + detail)) {
                check(remote);
            }
        } catch (Throwable e) { // in RECOVERING for good, nobody would try again
            phases.leave(remote, "Redis at " + connector.address() + " failed while it was told of evictions: " + e);
        }
    }

    /**
     * Tells Redis of what it missed. Each round trip has a limit, and all of it has none: patterns take a scan of all
     * keys there are. A limit would not make that shorter. The scan would begin anew each time, and of a Redis that is
     * large enough there would never be one to trust again. Memory answers meanwhile, and evictions that come in reach
     * Redis themselves.
     */
    private long replay(RemoteStore remote) throws StoreException {
        long replayed = 0;
        Eviction batch = phases.takeFromJournal(REPLAY_BATCH);
        while (!batch.isEmpty()) {
            replay(remote, batch);
            replayed += batch.size();
            batch = phases.takeFromJournal(REPLAY_BATCH);
        }
        return replayed;
    }

    private void replay(RemoteStore remote, Eviction batch) throws StoreException {
        boolean acknowledged = false;
        try {
            remote.evict(batch, new Budget(ticker, REPLAY_STEP));
            recent.confirmed(batch);
            acknowledged = true;
        } finally {
            if (!acknowledged) {
                phases.addToJournal(batch);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // check() catches what it can throw
    private void check(RemoteStore remote) {
        if (!phases.current().stands(remote)) {
            return;
        }
        try {
            checkUnlessOverrun(remote);
            executor.schedule(() -> check(remote), CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Throwable e) { // unwatched, a connection must not be trusted
            phases.leave(remote, lost(String.valueOf(e.getMessage())));
        }
    }

    /** When so many calls wait for Redis that a check finds no place among them, their time-outs tell how it fares. */
    private void checkUnlessOverrun(RemoteStore remote) throws StoreException {
        try {
            remote.check(new Budget(ticker, CHECK_LIMIT));
            lookAtData(remote);
            pollUsedMemory(remote);
        } catch (StoreException e) {
            if (!e.isUnsent()) {
                throw e;
            }
        }
    }

    /** A server may become a replica, and with the data of another one a primary again, and keep its connections. */
    private void lookAtData(RemoteStore remote) throws StoreException {
        long now = ticker.nanoTime();
        if (now - nextLookNanos < 0) {
            return;
        }
        nextLookNanos = now + LOOK_INTERVAL.toNanos();
        recent.look();
        Lineage seen = remote.lineage(new Budget(ticker, CHECK_LIMIT));
        if (seen.isTold() && !recent.goOn(seen)) {
            throw new StoreException(
                    "another server has taken its place, or it was another one's replica meanwhile", null);
        }
    }

    private void pollUsedMemory(RemoteStore remote) {
        long now = ticker.nanoTime();
        if (now - nextMemoryPollNanos < 0) {
            return;
        }
        nextMemoryPollNanos = now + MEMORY_POLL_INTERVAL.toNanos();
        try {
            usedMemoryBytes = remote.usedMemoryBytes(new Budget(ticker, CHECK_LIMIT));
        } catch (StoreException e) {
            usedMemoryBytes = -1; // shown as unknown; a user without INFO can cache all the same
        }
    }

    private String lost(String why) {
        return "Redis at " + connector.address() + " is lost: " + why;
    }

    /** Hears how one connection fares and ends the phase that stands on it. */
    private final class Watch implements RemoteListener {

        private final Breaker breaker = new Breaker(ticker);

        /** Set once the connection is made; what is heard before is the business of the attempt. */
        private volatile @Nullable RemoteStore remote;

        @Override
        public void answered() {
            breaker.succeeded();
        }

        @Override
        public void failed(String reason) {
            if (breaker.failed()) {
                lost(reason);
            }
        }

        @Override
        public void lost(String reason) {
            RemoteStore watched = remote;
            if (watched != null) {
                phases.leave(watched, ConnectionKeeper.this.lost(reason));
            }
        }
    }
}
