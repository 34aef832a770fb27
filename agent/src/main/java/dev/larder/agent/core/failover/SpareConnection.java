package dev.larder.agent.core.failover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteConnector;
import dev.larder.agent.core.store.remote.RemoteListener;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.wait.UnseenException;
import dev.larder.agent.core.wait.Waiting;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection for evictions only: used if the current one does not answer, or has not been made yet.
 *
 * <p>It is made when an eviction needs it, shared by all evictions that do, and closed after {@link #IDLE} without
 * use. An attempt to make it ends in one of five ways:
 *
 * <ol>
 *   <li>Redis answers: evictions go over it.
 *   <li>Redis refuses: it is gone for all evictions that waited for this attempt. The next eviction makes its own
 *       attempt, since a refusal costs no more than a round trip.
 *   <li>The connection is closed without a word: something cut it on the way, as it may cut one that has been made, or a
 *       proxy has no Redis behind it. So the eviction makes the next attempt itself. Redis is gone when {@link
 *       #MAX_UNANSWERED} attempts in a row ended like this.
 *   <li>Redis is silent for the whole timeout: it is gone, and evictions do not wait from then on. One attempt follows
 *       the other in the background until one is answered, however late, or until another connection shows that Redis
 *       is there ({@link #answersElsewhere}). Half of the timeout is enough for an eviction that has spent the other
 *       half on another connection.
 *   <li>This process is too busy to connect, or to read what has arrived: that says nothing about Redis. The eviction
 *       waits on, for {@link #MOST_UNSEEN} timeouts, and the next one makes its own attempt.
 * </ol>
 *
 * <p>A connection that was made and is lost has shown that Redis is there: the eviction goes on with the next one for as
 * long as it may wait.
 *
 * <p><b>Threads.</b> Thread-safe. One thread makes connections and closes them, and exists only while it has work;
 * callers wait for it no longer than their budget.
 */
final class SpareConnection implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(2);

    /** One may be cut together with the connection before it; a third one in a row hardly is. */
    static final int MAX_UNANSWERED = 3;

    /**
     * For how many timeouts an eviction waits while this process is too busy to see whether Redis answers. Long, since
     * others read the old value from Redis until it is evicted; not for ever, since its caller waits.
     */
    static final int MOST_UNSEEN = 10;

    /** Doubled each time, so that a connection that is always lost is not made hundreds of times. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);

    private final RemoteConnector connector;
    private final Duration timeout;
    private final Ticker ticker;
    private final ThreadPoolExecutor maker = new ThreadPoolExecutor(
            1,
            1,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            AgentThreads.named("evictions"),
            new ThreadPoolExecutor.DiscardPolicy());

    /** The one that is being made or has been; null for none. */
    @GuardedBy("this")
    private @Nullable Spare current;

    /** Written under the lock, and by threads that learn of Redis on another connection. */
    private volatile boolean silent;

    private volatile boolean closed;

    SpareConnection(RemoteConnector connector, Duration timeout, Ticker ticker) {
        this.connector = connector;
        this.timeout = timeout;
        this.ticker = ticker;
        maker.allowCoreThreadTimeOut(true);
    }

    /**
     * Evicts, if Redis is there.
     *
     * @return how many keys were removed
     * @param patience for Redis. Time in which this process could not look comes on top
     * @throws StoreException if Redis refuses, or has been silent for as long as {@code patience} lasts
     */
    long evict(Eviction eviction, Budget patience) throws StoreException {
        long startNanos = ticker.nanoTime();
        Budget left = patience;
        while (true) {
            try {
                return evictOnOne(eviction, left);
            } catch (StoreException e) {
                if (!e.isUnseen() || ticker.nanoTime() - startNanos > timeout.toNanos() * MOST_UNSEEN) {
                    throw e;
                }
                left = patience.anew();
            }
        }
    }

    private long evictOnOne(Eviction eviction, Budget patience) throws StoreException {
        int unanswered = 0;
        for (Duration pause = FIRST_PAUSE; ; pause = pause.multipliedBy(2)) {
            Spare spare = join();
            try {
                long removed = made(spare, patience).evict(eviction, patience);
                silent = false;
                return removed;
            } catch (StoreException e) {
                unanswered = spare.wasMade() ? 0 : unanswered + 1;
                if (!spare.wasLost(e) || unanswered == MAX_UNANSWERED || !Waiting.pause(pause, patience)) {
                    throw e;
                }
            } finally {
                leave(spare);
            }
        }
    }

    /** Another connection was made, or none is needed any more: evictions wait for this one again. */
    void answersElsewhere() {
        silent = false;
    }

    /** Whether evictions do not wait for Redis. */
    boolean isSilent() {
        return silent;
    }

    private synchronized Spare join() throws StoreException {
        if (current == null || current.over) {
            current = begin();
        }
        if (silent && !current.wasMade()) {
            throw new StoreException("Redis has been silent for " + timeout.toMillis() + " ms", null);
        }
        current.users++;
        return current;
    }

    @GuardedBy("this")
    private Spare begin() {
        Spare spare = new Spare();
        maker.execute(() -> make(spare));
        return spare;
    }

    private synchronized void leave(Spare spare) {
        spare.users--;
        spare.lastUseNanos = ticker.nanoTime();
    }

    private RemoteStore made(Spare spare, Budget patience) throws StoreException {
        long spentBefore = patience.spentNanos();
        try {
            return Waiting.await(spare.made, patience, connector::readArrived);
        } catch (UnseenException e) {
            throw StoreException.unseen("this process was too busy to connect for evictions");
        } catch (TimeoutException e) {
            if (patience.spentNanos() - spentBefore >= timeout.toNanos() / 2) { // not the rest of an answered eviction
                silent = true;
            }
            throw new StoreException("no connection for evictions within " + timeout.toMillis() + " ms", null);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException failure
                    ? failure.inOtherWords("no connection for evictions: " + failure.getMessage())
                    : new StoreException("no connection for evictions: " + e.getCause(), null);
        }
    }

    /** On the maker's thread: for as long as this connection is of use. */
    private void make(Spare spare) {
        try (RemoteStore store = connector.connectToEvict(spare, new Budget(ticker, timeout))) {
            silent = false;
            spare.made.complete(store);
            awaitIdle(spare);
            end(spare);
        } catch (Throwable e) { // callers that wait have to get it
            if (!isUnseen(e)) {
                silent = e instanceof StoreException failure && failure.isUnanswered();
            }
            end(spare); // first, so that later callers get the next attempt
            spare.made.completeExceptionally(e);
        }
    }

    private static boolean isUnseen(Throwable e) {
        return e instanceof StoreException failure && failure.isUnseen();
    }

    private synchronized void awaitIdle(Spare spare) throws InterruptedException {
        spare.lastUseNanos = ticker.nanoTime();
        while (!closed && !spare.over) {
            long left = spare.users > 0 ? IDLE.toNanos() : IDLE.toNanos() - (ticker.nanoTime() - spare.lastUseNanos);
            if (left <= 0) {
                spare.over = true; // from here on nobody joins it
                return;
            }
            wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
    }

    /** The next attempt follows at once while Redis is silent. */
    private synchronized void end(Spare spare) {
        spare.over = true;
        if (current == spare) {
            current = silent && !closed ? begin() : null;
        }
    }

    private synchronized void lost(Spare spare) {
        spare.over = true;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        maker.shutdownNow();
    }

    /** One connection, from the first attempt to make it to its end. */
    private final class Spare implements RemoteListener {

        private final CompletableFuture<RemoteStore> made = new CompletableFuture<>();

        /** Guarded by the lock of the whole, as are the next ones. */
        private boolean over;

        private int users;
        private long lastUseNanos;

        boolean wasMade() {
            return made.isDone() && !made.isCompletedExceptionally();
        }

        /** Whether {@code e} comes of a connection that is closed, and says nothing about the next one. */
        boolean wasLost(StoreException e) {
            return wasMade() ? isOver() && !e.isAnswered() : e.isClosed();
        }

        private boolean isOver() {
            synchronized (SpareConnection.this) {
                return over;
            }
        }

        @Override
        public void answered(long nanos) {
            // Expected.
        }

        @Override
        public void unanswered() {
            SpareConnection.this.lost(this);
        }

        @Override
        public void failed(String reason) {
            SpareConnection.this.lost(this);
        }

        @Override
        public void lost(String reason) {
            SpareConnection.this.lost(this);
        }
    }
}
