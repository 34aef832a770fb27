package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.agent.core.effect.Effects;
import dev.larder.agent.core.link.coroutine.Coroutines;
import dev.larder.agent.fixtures.ReactiveTransactionLog;
import dev.larder.agent.fixtures.WovenApplication;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import kotlin.Result;
import kotlin.ResultKt;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.CompletableJob;
import kotlinx.coroutines.JobKt;
import kotlinx.coroutines.reactor.ReactorContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** When callers of suspend functions go on, and with what. The functions are written as Kotlin compiles them. */
@Timeout(30)
final class SuspendedCallersTest {

    private final WovenApplication application = WovenApplication.of(SuspendedCallersTest.class);

    @AfterEach
    void close() throws Exception {
        application.close();
    }

    /** Keeps what it is resumed with. */
    static final class Caller implements Continuation<Object> {

        final List<Object> seen = new CopyOnWriteArrayList<>();
        private final CoroutineContext context;

        Caller(CoroutineContext context) {
            this.context = context;
        }

        Caller() {
            this(EmptyCoroutineContext.INSTANCE);
        }

        @Override
        public CoroutineContext getContext() {
            return context;
        }

        @Override
        public void resumeWith(Object result) {
            try {
                ResultKt.throwOnFailure(result);
                seen.add(result);
            } catch (Throwable thrown) {
                seen.add(thrown);
            }
        }
    }

    /** Called by its name from the tests, whose own classes are others. */
    static final class Shop {

        private static final Object SUSPENDED = IntrinsicsKt.getCOROUTINE_SUSPENDED();

        final AtomicInteger runs = new AtomicInteger();
        final List<Continuation<Object>> bodies = new CopyOnWriteArrayList<>();

        @SuppressWarnings("unchecked") // it takes anything
        private Object suspend(Continuation<?> body) {
            bodies.add((Continuation<Object>) body);
            return SUSPENDED;
        }

        @Cached(key = "user:{id}", ttl = 60)
        Object user(int id, Continuation<? super String> next) {
            runs.incrementAndGet();
            return suspend(next);
        }

        @CacheEvict(key = "user:{id}")
        Object update(int id, Continuation<? super String> next) {
            return suspend(next);
        }

        @CachePut(key = "user:{id}", value = "{result}", ttl = 60)
        Object replace(int id, Continuation<? super String> next) {
            return suspend(next);
        }

        @Cached(key = "result", ttl = 60)
        Object result(Continuation<? super Result<String>> next) {
            runs.incrementAndGet();
            return "value";
        }

        @CacheEvict(key = "result")
        Object drop(Continuation<? super Result<String>> next) {
            return "dropped";
        }

        List<Object> cancelledWriter() {
            CompletableJob job = JobKt.Job(null);
            Caller writer = new Caller(job);
            update(7, writer);
            job.cancel(null);
            int early = writer.seen.size();
            user(7, new Caller());
            bodies.get(1).resumeWith("old");
            Object before = user(7, new Caller());
            bodies.get(0).resumeWith("written");
            boolean isEvicted = user(7, new Caller()) == SUSPENDED;
            return List.of(early, writer.seen, before, isEvicted);
        }

        /** By {@code withTimeoutOrNull}, say, which cancels the body. Whether an entry is left, and whether all are told why. */
        List<Object> endedBy(Throwable thrown) {
            for (int id : new int[] {5, 6}) {
                user(id, new Caller());
                bodies.get(bodies.size() - 1).resumeWith("old");
            }
            Caller evicting = new Caller();
            Caller putting = new Caller();
            update(5, evicting);
            replace(6, putting);
            for (Continuation<Object> body : bodies.subList(2, 4)) {
                body.resumeWith(ResultKt.createFailure(thrown));
            }
            boolean areTold = evicting.seen.get(0) == thrown && putting.seen.get(0) == thrown;
            boolean isEvicted = user(5, new Caller()) == SUSPENDED;
            boolean isPutEvicted = user(6, new Caller()) == SUSPENDED;
            return List.of(isEvicted, isPutEvicted, areTold);
        }

        List<Object> cutOff() {
            return endedBy(new CancellationException("Timed out"));
        }

        List<Object> failedWriters() {
            return endedBy(new IllegalStateException("no database"));
        }

        List<Object> cancelledReaders() {
            CompletableJob leading = JobKt.Job(null);
            CompletableJob waiting = JobKt.Job(null);
            Caller leader = new Caller(leading);
            Caller waiter = new Caller(waiting);
            user(1, leader);
            user(1, waiter);
            leading.cancel(null);
            waiting.cancel(null);
            List<Object> early = List.copyOf(leader.seen);
            boolean hasLeft = waiter.seen.get(0) instanceof CancellationException;
            bodies.get(0).resumeWith("there");
            return List.of(early, hasLeft, waiter.seen.size(), leader.seen, user(1, new Caller()), runs.get());
        }

        /** The load that both wait for fails, and each is to run the body itself. */
        List<Object> leftBeforeItsBody() {
            CompletableJob leaving = JobKt.Job(null);
            Caller staying = new Caller();
            user(2, new Caller());
            user(2, new Caller(leaving));
            user(2, staying);
            leaving.cancel(null);
            bodies.get(0).resumeWith(ResultKt.createFailure(new IllegalStateException("no database")));
            Awaitility.await().until(() -> bodies.size() > 1);
            bodies.get(1).resumeWith("there");
            Awaitility.await().until(() -> !staying.seen.isEmpty());
            boolean isOfTheLeft = bodies.stream().anyMatch(body -> body.getContext() == leaving);
            return List.of(staying.seen, isOfTheLeft, runs.get());
        }

        List<Object> failures() {
            Throwable theirs = new CompletionException(new IOException("no database"));
            Caller reader = new Caller();
            Caller writer = new Caller();
            user(3, reader);
            update(3, writer);
            bodies.forEach(body -> body.resumeWith(ResultKt.createFailure(theirs)));
            return List.of(reader.seen.get(0) == theirs, writer.seen.get(0) == theirs);
        }

        private Caller in(Object context) {
            return new Caller(new ReactorContext((Context) context));
        }

        List<Object> inTransaction() {
            ReactiveTransactionLog transactions = new ReactiveTransactionLog(new ArrayList<>());
            List<Object> seen = new ArrayList<>();
            user(4, new Caller());
            bodies.get(0).resumeWith("old");
            Mono<String> work = Mono.deferContextual(context -> {
                Caller reader = in(context);
                seen.add(user(4, reader) == SUSPENDED);
                bodies.get(1).resumeWith("unseen");
                seen.addAll(reader.seen);
                seen.add(user(4, new Caller()));
                Caller writer = in(context);
                update(4, writer);
                bodies.get(2).resumeWith("written");
                seen.addAll(writer.seen);
                seen.add(user(4, new Caller()) == SUSPENDED);
                bodies.get(3).resumeWith("old again");
                seen.add(user(4, new Caller()));
                return Mono.just("done");
            });
            transactions.around(work).block();
            seen.add(user(4, new Caller()) == SUSPENDED);
            return seen;
        }

        List<Object> refused() {
            return List.of(result(new Caller()), result(new Caller()), drop(new Caller()), runs.get());
        }
    }

    private List<?> call(String method) throws ReflectiveOperationException {
        var constructor = application.woven(Shop.class).getDeclaredConstructor();
        constructor.setAccessible(true);
        Object shop = constructor.newInstance();
        var declared = shop.getClass().getDeclaredMethod(method);
        declared.setAccessible(true);
        List<?> seen = (List<?>) declared.invoke(shop);
        assertThat(application.faults()).isEmpty();
        assertThat(application.counts().errors()).isZero();
        return seen;
    }

    @Test
    void h48_writerThatIsCancelled_goesOnWithItsBodyAndEvicts() throws Exception {
        assertThat(call("cancelledWriter")).isEqualTo(List.of(0, List.of("written"), "old", true));
        assertThat(application.refusals()).isEmpty();
    }

    /** It may have written before it was cancelled. */
    @Test
    void h48_writerWhoseBodyEndsByBeingCancelled_evicts() throws Exception {
        assertThat(call("cutOff")).isEqualTo(List.of(true, true, true));
    }

    @Test
    void h48_writerWhoseBodyFails_leavesTheOldValue() throws Exception {
        assertThat(call("failedWriters")).isEqualTo(List.of(false, false, true));
    }

    @Test
    void h48_readerThatIsCancelled_waitsForItsOwnBodyAlone() throws Exception {
        assertThat(call("cancelledReaders")).isEqualTo(List.of(List.of(), true, 1, List.of("there"), "there", 1));
    }

    @Test
    void h48_readerThatHasLeft_neverRunsItsBody() throws Exception {
        assertThat(call("leftBeforeItsBody")).isEqualTo(List.of(List.of("there"), false, 2));
    }

    @Test
    void h48_failures_reachCallersAsTheyWereThrown() throws Exception {
        assertThat(call("failures")).isEqualTo(List.of(true, true));
    }

    @Test
    void h48_callsInAReactiveTransaction_bypassAndEvictAgainAtItsEnd() throws Exception {
        assertThat(call("inTransaction")).isEqualTo(List.of(true, "unseen", "old", "written", true, "old again", true));
        assertThat(application.counts().bypasses()).isEqualTo(1);
    }

    @Test
    void h48_valueClasses_areRefused() throws Exception {
        assertThat(call("refused")).isEqualTo(List.of("value", "value", "dropped", 2));
        assertThat(application.refusals())
                .hasSize(2)
                .allMatch(line -> line.contains("its suspend function returns the value class kotlin.Result"));
    }

    /** The end of such a body may have to wait for Redis, as any other, and not on the caller's thread. */
    @Test
    void h48_bodyThatThrows_failsTheStageThatItsEffectsAwait() throws Throwable {
        IOException theirs = new IOException("no database");
        MethodHandle throwing =
                MethodHandles.throwException(Object.class, IOException.class).bindTo(theirs);
        MethodHandle body = MethodHandles.dropArguments(throwing, 0, Object[].class);
        AtomicReference<Object> awaited = new AtomicReference<>();
        Effects effects = call -> {
            awaited.set(call.run());
            return awaited.get();
        };
        SuspendContext context =
                new SuspendContext(Coroutines.of(Continuation.class, getClass().getClassLoader()), null);

        assertThatThrownBy(() -> SuspendEffectRun.around(effects, context, body, new Object[] {new Caller()}))
                .isSameAs(theirs);

        assertThat((CompletableFuture<?>) awaited.get())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCause(theirs);
    }
}
