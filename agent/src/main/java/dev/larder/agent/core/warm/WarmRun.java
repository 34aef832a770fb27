package dev.larder.agent.core.warm;

import dev.larder.agent.core.base.Ticker;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * All calls of one method in one turn, one after the other, on a thread of their own.
 *
 * <p><b>Failure.</b> What the application throws is kept as the first failure, and the next call is made; after {@link
 * #MOST_IN_A_ROW} failures in a row the rest is left out.
 */
final class WarmRun implements Runnable {

    static final int MOST_IN_A_ROW = 10;

    /** Arguments may be a stream without an end. */
    static final int MOST_CALLS = 100_000;

    private final Warmable method;
    private final List<Object> subjects;
    private final long renewNanos;
    private final long paceNanos;
    private final Ticker ticker;
    private final CountDownLatch done = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);

    /** When the last call began; read by who waits. */
    private volatile long progressNanos;

    // Written by its thread, and read when it is done.
    private int calls;
    private int failures;
    private int inARow;
    private boolean isCut;
    private @Nullable Throwable first;
    private boolean isOfArguments;

    /** @param renewNanos entries that end within this time are refreshed */
    WarmRun(Warmable method, List<Object> subjects, long renewNanos, int rate, Ticker ticker) {
        this.method = method;
        this.subjects = subjects;
        this.renewNanos = renewNanos;
        this.paceNanos = TimeUnit.SECONDS.toNanos(1) / rate;
        this.ticker = ticker;
        this.progressNanos = ticker.nanoTime();
    }

    @Override
    public void run() {
        Thread.currentThread().setContextClassLoader(method.loader());
        try {
            for (Object subject : subjects) {
                warm(subject);
            }
        } catch (InterruptedException e) {
            cancel(); // which only the application can have asked for
        } finally {
            done.countDown();
        }
    }

    private void warm(Object subject) throws InterruptedException {
        try (Warmable.Arguments arguments = method.arguments(subject)) {
            while (!isOver() && arguments.hasNext()) {
                call(subject, arguments.next());
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable theirs) { // every error of the application is its own affair
            failed(theirs, true);
        }
    }

    private boolean isOver() throws InterruptedException {
        if (calls == MOST_CALLS) {
            isCut = true;
            return true;
        }
        boolean waits = calls > 0;
        return inARow >= MOST_IN_A_ROW || cancelled.await(waits ? paceNanos : 0, TimeUnit.NANOSECONDS);
    }

    private void call(Object subject, @Nullable Object[] arguments) {
        progressNanos = ticker.nanoTime();
        calls++;
        try {
            await(method.call(subject, arguments, renewNanos));
            inARow = 0;
        } catch (Throwable theirs) { // as above
            failed(theirs, false);
            inARow++;
        }
    }

    /** So that not all of them are under way at once. */
    private void await(@Nullable Object result) throws Throwable {
        if (!(result instanceof CompletionStage<?> stage)) {
            return;
        }
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        CountDownLatch complete = new CountDownLatch(1);
        stage.whenComplete((value, threw) -> {
            failure.set(threw);
            complete.countDown();
        });
        while (!complete.await(100, TimeUnit.MILLISECONDS)) {
            if (cancelled.getCount() == 0) {
                return;
            }
        }
        Throwable threw = failure.get();
        if (threw != null) {
            throw threw;
        }
    }

    private void failed(Throwable theirs, boolean ofArguments) {
        Thread.interrupted(); // the application's, which is not to end the other calls
        failures++;
        if (first == null) {
            first = theirs;
            isOfArguments = ofArguments;
        }
    }

    /** Ends it before its next call. */
    void cancel() {
        cancelled.countDown();
    }

    boolean await(long millis) throws InterruptedException {
        return done.await(millis, TimeUnit.MILLISECONDS);
    }

    boolean isDone() {
        return done.getCount() == 0;
    }

    /** How long the present call has taken. */
    long stuckNanos() {
        return ticker.nanoTime() - progressNanos;
    }

    int calls() {
        return calls;
    }

    int failures() {
        return failures;
    }

    boolean isCut() {
        return isCut;
    }

    /** Null if nothing failed. */
    @Nullable
    Throwable first() {
        return first;
    }

    boolean isOfArguments() {
        return isOfArguments;
    }
}
