package dev.larder.agent.core.warm;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.WarmConfig;
import dev.larder.agent.core.stats.WarmCounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Calls cached methods ahead, one method after the other.
 *
 * <ol>
 *   <li>A turn of a method comes: after the start, or by its schedule. It waits until the stores are decided and an object is
 *       ready.
 *   <li>Of the processes that share the store, the first that asks {@linkplain WarmTurns has} the turn. It keeps it while the calls are
 *       made, so another process has it soon if this one is killed.
 *   <li>Calls that throw end in another attempt of the whole turn, later and later. What the first one has loaded is found then.
 *   <li>At the end nobody has the turn for a while, so a process that comes later does not repeat it.
 * </ol>
 *
 * <p><b>Threads.</b> Thread-safe. One thread of the agent waits for turns; it starts with the first method. Each run has a
 * thread of its own. One that is stuck in a call of the application holds up no other method, and its turn is given up.
 *
 * <p><b>Failure.</b> What the application throws is counted and logged at a bounded rate.
 */
public final class Warmer {

    /** A call that takes longer holds up no other method. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
    private static final long KEEP_MILLIS = 500;
    private static final long SOON_MILLIS = 500;

    private final WarmConfig config;
    private final WarmTurns turns;
    private final BooleanSupplier isDecided;
    private final Ticker ticker;
    private final Clock clock;
    private final RandomGenerator random;
    private final ThreadFactory waiters;
    private final ThreadFactory runners = AgentThreads.named("warm-run");
    private final RateLimitedLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final List<WarmJob> jobs = new ArrayList<>();

    @GuardedBy("lock")
    private boolean isStarted;

    @GuardedBy("lock")
    private boolean hasThread;

    /** Publishes the end of the process to the thread that waits for a run. */
    private volatile boolean isStopped;

    /** Publishes the run under way to the thread that ends the process. */
    private volatile @Nullable WarmRun running;

    @GuardedBy("lock")
    private WarmCounts counts = WarmCounts.NONE;

    @GuardedBy("lock")
    private @Nullable KeyWarmer keys;

    /**
     * Calls nothing before {@link #start}.
     *
     * @param isDecided whether it is known which store answers, and caching is on
     */
    public Warmer(WarmConfig config, WarmTurns turns, BooleanSupplier isDecided, Ticker ticker) {
        this(config, turns, isDecided, ticker, Clock.systemUTC(), new SplittableRandom(), AgentThreads.named("warm"));
    }

    Warmer(
            WarmConfig config,
            WarmTurns turns,
            BooleanSupplier isDecided,
            Ticker ticker,
            Clock clock,
            RandomGenerator random,
            ThreadFactory waiters) {
        this.config = config;
        this.turns = turns;
        this.isDecided = isDecided;
        this.ticker = ticker;
        this.clock = clock;
        this.random = random;
        this.waiters = waiters;
        this.log = new RateLimitedLog(ticker, LOG_INTERVAL);
    }

    /** A class with such a method has been initialized, or has its first object. */
    public void add(Warmable method) {
        lock.lock();
        try {
            jobs.add(new WarmJob(method, ticker.nanoTime(), random));
            changed.signalAll();
            startThread();
        } finally {
            lock.unlock();
        }
    }

    /** The stores have started, and entries are to be read from them ahead. */
    public void start(KeyWarmer ahead) {
        lock.lock();
        try {
            keys = ahead;
        } finally {
            lock.unlock();
        }
        ahead.start();
        start();
    }

    /** The stores have started. */
    public void start() {
        lock.lock();
        try {
            isStarted = true;
            startThread();
        } finally {
            lock.unlock();
        }
    }

    /** At the end of the process: no call is made from now on. */
    public void stop() {
        isStopped = true;
        WarmRun run = running;
        if (run != null) {
            run.cancel();
        }
        KeyWarmer ahead;
        lock.lock();
        try {
            changed.signalAll();
            ahead = keys;
        } finally {
            lock.unlock();
        }
        if (ahead != null) {
            ahead.stop();
        }
    }

    /** Notes what this process has used most, for those that start later. Never throws. */
    public void noteUses() {
        KeyWarmer ahead;
        lock.lock();
        try {
            ahead = keys;
        } finally {
            lock.unlock();
        }
        if (ahead == null) {
            return;
        }
        try {
            ahead.note();
        } catch (Throwable fault) { // what follows at the end of the process matters more
            AgentLog.say(Message.KEYS_FAULT.of(), fault);
        }
    }

    @GuardedBy("lock")
    private void startThread() {
        if (isStarted && !hasThread && !jobs.isEmpty()) {
            waiters.newThread(this::work).start();
            hasThread = true;
        }
    }

    private void work() {
        try {
            for (WarmJob job = next(); job != null; job = next()) {
                attend(job);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that; without this thread nothing is called ahead
        }
    }

    /** The next job that is due; null at the end of the process. */
    private @Nullable WarmJob next() throws InterruptedException {
        lock.lock();
        try {
            while (!isStopped) {
                jobs.removeIf(job -> job.method() == null);
                WarmJob first = null;
                for (WarmJob job : jobs) {
                    first = first == null || job.dueNanos - first.dueNanos < 0 ? job : first;
                }
                long leftNanos = first == null ? TimeUnit.MINUTES.toNanos(1) : first.dueNanos - ticker.nanoTime();
                if (leftNanos <= 0) {
                    return first;
                }
                changed.awaitNanos(leftNanos);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Does what is due, and says when it is due again. */
    void attend(WarmJob job) throws InterruptedException {
        job.laterMillis(ticker.nanoTime(), SOON_MILLIS);
        Warmable method = job.method();
        if (method == null) {
            return;
        }
        try {
            attend(job, method);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable fault) { // one method's must not end the others
            log.say(Message.WARM_FAULT.of(method.signature()), fault);
            job.laterMillis(ticker.nanoTime(), PATIENCE.toMillis());
        }
    }

    private void attend(WarmJob job, Warmable method) throws InterruptedException {
        if (isStuck(job) || !job.isTurn(ticker.nanoTime(), now()) || !isDecided.getAsBoolean()) {
            return;
        }
        List<Object> subjects = method.subjects(config.delay().toNanos(), job.failedAttempts);
        if (subjects.isEmpty()) {
            return;
        }
        WarmTurns.Held turn = turns.take(method);
        if (turn == null) {
            job.refused(ticker.nanoTime(), now());
            return;
        }
        job.begin(ticker.nanoTime());
        WarmRun run = new WarmRun(
                method, subjects, TimeUnit.MILLISECONDS.toNanos(job.renewMillis(now())), config.rate(), ticker);
        running = run;
        try {
            runners.newThread(run).start();
            while (!run.await(KEEP_MILLIS)) {
                if (isStopped || run.stuckNanos() > PATIENCE.toNanos() || !turn.keep()) {
                    run.cancel();
                    job.stuck = run;
                    return;
                }
            }
        } finally {
            running = null; // it refers to the application's objects
        }
        done(job, method, run, turn);
    }

    /** An earlier run of the method that is not over is waited for. */
    private static boolean isStuck(WarmJob job) {
        WarmRun earlier = job.stuck;
        if (earlier != null && earlier.isDone()) {
            job.stuck = null;
        }
        return job.stuck != null;
    }

    private void done(WarmJob job, Warmable method, WarmRun run, WarmTurns.Held turn) {
        count(run);
        if (run.isCut()) {
            log.say(Message.WARM_CUT.of(method.signature(), WarmRun.MOST_CALLS));
        }
        Throwable threw = run.first();
        Duration again = threw == null ? null : job.failed(ticker.nanoTime());
        if (threw != null) {
            String when =
                    again == null ? "again in its next turn, if it has one" : "again in " + again.toSeconds() + " s";
            String what = run.isOfArguments() ? "the method that yields its arguments" : "a call";
            log.say(Message.WARM_FAILED.of(
                    method.signature(), what, threw.getClass().getName(), when));
        }
        if (again == null) {
            turn.end(job.restMillisAtEnd(ticker.nanoTime(), now()));
            job.over(ticker.nanoTime(), now());
        } else {
            turn.end(again.toMillis() / 2);
        }
    }

    private void count(WarmRun run) {
        lock.lock();
        try {
            counts = new WarmCounts(
                    counts.runs() + 1,
                    counts.calls() + run.calls(),
                    counts.failures() + run.failures(),
                    Instant.now(clock),
                    0,
                    0,
                    0);
        } finally {
            lock.unlock();
        }
    }

    /** What it has done so far. */
    public WarmCounts counts() {
        lock.lock();
        try {
            int waiting = (int) jobs.stream().filter(job -> !job.isSettled()).count();
            KeyWarmer ahead = keys;
            return new WarmCounts(
                    counts.runs(),
                    counts.calls(),
                    counts.failures(),
                    counts.last(),
                    ahead == null || ahead.isSettled() ? waiting : waiting + 1,
                    ahead == null ? 0 : ahead.read(),
                    ahead == null ? 0 : ahead.ignored());
        } finally {
            lock.unlock();
        }
    }

    public void resetCounts() {
        lock.lock();
        try {
            counts = new WarmCounts(0, 0, 0, counts.last(), 0, 0, 0);
        } finally {
            lock.unlock();
        }
    }

    /** In the JVM's zone, which the application may set. */
    private ZonedDateTime now() {
        return clock.instant().atZone(ZoneId.systemDefault());
    }
}
