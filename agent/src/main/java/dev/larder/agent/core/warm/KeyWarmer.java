package dev.larder.agent.core.warm;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.WarmConfig;
import dev.larder.agent.core.stats.UseSamples;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.MostUsed;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.store.remote.Telling;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries that this service used most before it was stopped from Redis into this process, after the start, and notes for
 * those that start later what is used most now. No method runs.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds of the given {@link Ticker}.
 *
 * <p><b>Threads.</b> Thread-safe. One thread of the agent does both; {@link #note} runs once more on its caller's.
 *
 * <p><b>Failure.</b> Whatever fails costs the first calls a read from Redis each. A process that waits for this becomes ready
 * nevertheless: waiting for Redis ends within {@link #PATIENCE}, and reading is as fast as the configuration says.
 */
public final class KeyWarmer {

    /** How long it is waited for Redis, besides the time that reading takes. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration ROUND_TRIP = Duration.ofSeconds(1);
    private static final long SOON_MILLIS = 20;
    private static final int BATCHES_A_SECOND = 10;

    /** Values may be large. */
    private static final int LARGEST_BATCH = 50;

    private final WarmConfig config;
    private final UseSamples<EntryId> uses;
    private final Supplier<@Nullable RemoteStore> redis;
    private final BooleanSupplier isDecided;
    private final Ticker ticker;
    private final ThreadFactory threads;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong ignored = new AtomicLong();

    /** Published to threads that read statistics. */
    private volatile boolean isSettled;

    /** Published to the thread that ends the process. */
    private volatile boolean isRefused;

    /**
     * Does nothing before {@link #start}.
     *
     * @param redis the one that answers calls now; null if memory does
     * @param isDecided whether it is known which of them does
     */
    public KeyWarmer(
            WarmConfig config,
            UseSamples<EntryId> uses,
            Supplier<@Nullable RemoteStore> redis,
            BooleanSupplier isDecided,
            Ticker ticker) {
        this(config, uses, redis, isDecided, ticker, AgentThreads.named("warm-keys"));
    }

    KeyWarmer(
            WarmConfig config,
            UseSamples<EntryId> uses,
            Supplier<@Nullable RemoteStore> redis,
            BooleanSupplier isDecided,
            Ticker ticker,
            ThreadFactory threads) {
        this.config = config;
        this.uses = uses;
        this.redis = redis;
        this.isDecided = isDecided;
        this.ticker = ticker;
        this.threads = threads;
    }

    void start() {
        threads.newThread(this::work).start();
    }

    /** At the end of the process. What is used most can be {@linkplain #note noted} once more. */
    void stop() {
        stopped.countDown();
    }

    private void work() {
        try {
            boolean isRead = readAhead();
            isSettled = true;
            while (!stopped.await((isRead ? BETWEEN_NOTES : AGAIN).toMillis(), TimeUnit.MILLISECONDS)) {
                if (isRead) {
                    note();
                } else {
                    isRead = readAhead();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that
        } catch (Throwable fault) {
            AgentLog.say(Message.KEYS_FAULT.of(), fault);
        } finally {
            isSettled = true;
        }
    }

    /** Returns whether that is over: Redis may come later. */
    private boolean readAhead() throws InterruptedException {
        try {
            long startNanos = ticker.nanoTime();
            do {
                RemoteStore store = redis.get();
                if (store == null && isDecided.getAsBoolean()) {
                    return false;
                }
                Telling telling = store == null ? Telling.NOT_YET : store.telling(budget());
                if (store != null && telling == Telling.YES) {
                    readAhead(store);
                    return true;
                }
                if (telling == Telling.NEVER) {
                    AgentLog.say(Message.KEYS_UNREAD.of("it does not tell of changes, see LDR-0318"));
                    return true;
                }
            } while (!stopped.await(SOON_MILLIS, TimeUnit.MILLISECONDS)
                    && ticker.nanoTime() - startNanos < PATIENCE.toNanos());
            return false;
        } catch (StoreException e) {
            if (!e.isAnswered()) {
                AgentLog.debug(() -> "Reading ahead begins again: " + e.getMessage());
                return false;
            }
            AgentLog.say(Message.KEYS_UNREAD.of(e.getMessage()));
            isRefused = true;
            return true;
        }
    }

    private void readAhead(RemoteStore store) throws StoreException, InterruptedException {
        long startNanos = ticker.nanoTime();
        MostUsed most = store.mostUsed(config.keys(), budget());
        ignored.set(most.unreadable());
        List<EntryId> left = most.entries();
        int batch = Math.max(1, Math.min(LARGEST_BATCH, config.rate() / BATCHES_A_SECOND));
        long paceNanos = TimeUnit.SECONDS.toNanos(batch) / config.rate();
        while (!left.isEmpty() && store == redis.get()) {
            int size = Math.min(batch, left.size());
            read.addAndGet(store.readAhead(left.subList(0, size), budget()));
            left = left.subList(size, left.size());
            if (!left.isEmpty() && stopped.await(paceNanos, TimeUnit.NANOSECONDS)) {
                return;
            }
        }
        if (!most.entries().isEmpty() || most.unreadable() > 0) {
            long millis = TimeUnit.NANOSECONDS.toMillis(ticker.nanoTime() - startNanos);
            AgentLog.say(Message.KEYS_READ.of(read, most.entries().size(), millis, most.unreadable()));
        }
    }

    /** Again the next time if Redis does not answer now. */
    void note() {
        RemoteStore store = redis.get();
        Map<EntryId, Integer> top = uses.top();
        if (store == null || top.isEmpty() || isRefused) {
            return;
        }
        try {
            store.noteUses(top, config.keys(), budget());
            uses.clear();
        } catch (StoreException e) {
            AgentLog.debug(() -> "What is used most was not noted: " + e.getMessage());
        }
    }

    private Budget budget() {
        return new Budget(ticker, ROUND_TRIP);
    }

    /** Whether it is over, whatever came of it. */
    boolean isSettled() {
        return isSettled;
    }

    /** How many were read. */
    long read() {
        return read.get();
    }

    /** How many names were not understood. */
    long ignored() {
        return ignored.get();
    }
}
