package dev.larder.agent.core.failover.connection;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.failover.phase.Phases;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteConnector;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.wait.Waiting;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection, and reconnects when it is lost. {@link DataHistory} finds what the data on that Redis may lack,
 * {@link Replay} sends that, and {@link Heartbeat} and {@link CallWatch} watch the connection from then on.
 *
 * <p><b>Threads.</b> Everything happens on the one thread of {@code executor}.
 *
 * <p><b>Failure.</b> Anything that is thrown counts as a connection that was not made or is lost. The reason is shown
 * with the mode, and logged when it changes.
 */
public final class ConnectionKeeper {

    /** After a connection that lasted this long, the next attempt need not wait long. */
    private static final Duration STABLE = Duration.ofSeconds(5);

    private final RemoteConnector connector;
    private final Phases phases;
    private final Consumer<String> news;
    private final ScheduledExecutorService executor;
    private final Ticker ticker;
    private final Backoff backoff;
    private final Reasons reasons;
    private final Probation probation;
    private final DataHistory history;
    private final Replay replay;
    private final UsedMemory usedMemory;
    private final Heartbeat.Surroundings surroundings;

    private final Failures listener;

    private final Rest rest;

    /** Confined to the background thread, as are the next ones. */
    private @Nullable Future<?> nextAttempt;

    /** Of the newest connection. */
    private @Nullable Heartbeat heartbeat;

    /** Attempts that came to nothing since Redis was connected last. */
    private int failures;

    /** Is told of each attempt that came to nothing, on the background thread. */
    @FunctionalInterface
    public interface Failures {
        void attemptFailed(int inARow, String reason);
    }

    /**
     * Does not begin yet.
     *
     * @param callLimit what a call may spend on waiting for Redis
     * @param news gets each reason why Redis cannot be used, on the background thread
     */
    public ConnectionKeeper(
            RemoteConnector connector,
            Phases phases,
            RecentEvictions recent,
            Duration callLimit,
            Consumer<String> news,
            Failures listener,
            ScheduledExecutorService executor,
            Ticker ticker,
            RandomGenerator random) {
        this.connector = connector;
        this.listener = listener;
        this.phases = phases;
        this.news = news;
        this.executor = executor;
        this.ticker = ticker;
        this.backoff = new Backoff(random);
        this.reasons = new Reasons(connector.address(), callLimit);
        this.probation = new Probation(ticker);
        this.history = new DataHistory(phases, recent, reasons, ticker);
        this.replay = new Replay(phases, recent, ticker);
        this.usedMemory = new UsedMemory(ticker);
        this.rest = new Rest(random, ticker, this::wake);
        this.surroundings = new Heartbeat.Surroundings(
                phases, reasons, probation, history, usedMemory, callLimit, executor, ticker, this::tell, rest);
    }

    public void start() {
        executor.execute(this::attempt);
    }

    /** The background thread's part in a change of phase. */
    public void changed(Phases.Change change) {
        RemoteStore old = change.before().remote();
        boolean lost = old != null && change.now().remote() == null;
        if (lost) {
            usedMemory.forget();
        }
        if (change.before().mode() == Mode.REDIS
                && change.now().mode() == Mode.MEMORY
                && !change.now().status().isForced()) {
            probation.lost();
        }
        if (change.before().mode() == Mode.REDIS && change.lasted().compareTo(STABLE) >= 0) {
            backoff.reset();
        }
        boolean switchedOn = change.before().mode() == Mode.OFF;
        if (change.now().mode() != Mode.OFF && change.now().remote() == null && (lost || switchedOn)) {
            attemptAfter(backoff.nextMillis());
        }
        if (old != null && lost) {
            old.close();
        }
        if (lost && change.before().mode() == Mode.RECOVERING) {
            failed(change.now().status().reason());
        } else if (change.now().remote() != null && change.now().mode() != Mode.RECOVERING) {
            failures = 0;
        }
    }

    /** Not counted while an operator wants memory. */
    private void failed(String reason) {
        if (!phases.current().status().isForced()) {
            failures++;
            listener.attemptFailed(failures, reason);
        }
    }

    /** Makes one more attempt if evictions wait for it, and waits for its end. */
    public void flush(Duration limit) {
        CompletableFuture<?> attempt = CompletableFuture.runAsync(this::attemptIfEvictionsWait, executor);
        try {
            Waiting.await(attempt, new Budget(ticker, limit));
        } catch (TimeoutException | ExecutionException e) {
            AgentLog.debug(() -> "The last attempt to reach Redis came to nothing: " + e);
        }
    }

    /** What has to learn of calls, so that the heartbeat may rest when there are none. */
    public Rest rest() {
        return rest;
    }

    private void wake() {
        executor.execute(() -> {
            if (heartbeat != null) {
                heartbeat.wake();
            }
        });
    }

    private void attemptIfEvictionsWait() {
        if (phases.outstanding() > 0) {
            attempt();
        }
    }

    public long usedMemoryBytes() {
        return usedMemory.bytes();
    }

    private void attempt() {
        if (!phases.awaitsConnection()) {
            return;
        }
        long start = ticker.nanoTime();
        CallWatch watch = new CallWatch(phases, reasons, surroundings.callLimit(), ticker);
        try {
            connect(watch);
        } catch (StoreException e) {
            notConnected(reasons.notConnected(e));
            attemptAfter(e.isRefused() ? backoff.refusedMillis() : backoff.nextMillisAfter(ticker.nanoTime() - start));
        } catch (Throwable e) { // such as no free thread: without the next attempt there would never be another
            AgentLog.say(Message.CONNECTING_FAULT.of(reasons.server()), e);
            notConnected(reasons.server() + " cannot be reached: " + e);
            attemptAfter(backoff.nextMillis());
        }
    }

    private void notConnected(String reason) {
        phases.unreachable(reason);
        tell(reason);
        failed(reason);
    }

    /** Runs after the report of a change of phase, which says the same if there was one. */
    private void tell(String reason) {
        executor.execute(() -> news.accept(reason));
    }

    /** Replaces the attempt that may be due already: there is one sequence of attempts. */
    private void attemptAfter(long millis) {
        if (nextAttempt != null) {
            nextAttempt.cancel(false);
        }
        nextAttempt = executor.schedule(this::attempt, millis, TimeUnit.MILLISECONDS);
    }

    private void connect(CallWatch watch) throws StoreException {
        RemoteStore remote = connector.connect(watch);
        String dataDetail;
        try {
            dataDetail = history.compare(remote);
        } catch (Throwable e) {
            remote.close();
            throw e;
        }
        watch.watch(remote);
        String reason = reasons.answers() + dataDetail;
        if (phases.recover(remote, reason)) {
            takeOver(remote, watch, reason);
        } else {
            remote.close();
        }
    }

    /** From here on a fault leaves the phase, which calls {@link #changed} again. */
    private void takeOver(RemoteStore remote, CallWatch watch, String reason) {
        try {
            long replayed = replay.run(remote);
            String detail = replayed == 0 ? "" : "; evictions replayed: " + replayed;
            Heartbeat made = new Heartbeat(remote, watch, reason + detail, surroundings);
            heartbeat = made;
            if (probation.length().isZero()) {
                phases.trust(remote, reason + detail);
            }
            executor.execute(made::begin); // after the report of the mode, which must not wait for Redis
        } catch (Throwable e) { // else RECOVERING would never end
            phases.leave(remote, reasons.server() + " failed while it was told of evictions: " + e);
        }
    }
}
