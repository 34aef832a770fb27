package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.putBehind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.behind.LoadsAfterWrites;
import dev.larder.agent.core.behind.WriteBehind;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.ForwardingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A put whose body runs later than its call, whichever store it is. The first argument is the value. */
@Timeout(60)
abstract class BehindContract {

    private static final String KEY = "shop:7";

    private final AtomicReference<Object> source = new AtomicReference<>("old");
    private final CountDownLatch go = new CountDownLatch(1);
    private World world;
    private WriteBehind queue;
    private BehindEffects saving;

    abstract CacheStore store();

    private void begin() {
        world = World.over(store());
        saving = world.behind(putBehind(Texts.of(KEY), 0));
        queue = world.writes.behind();
    }

    @AfterEach
    void letGo() {
        go.countDown();
    }

    private World.Body save() {
        return arguments -> {
            source.set(arguments[0]);
            return null;
        };
    }

    private World.Body heldSave() {
        return arguments -> {
            go.await();
            return save().call(arguments);
        };
    }

    private Object read() throws Exception {
        return world.read(KEY, source::get);
    }

    private CompletableFuture<Object> readElsewhere() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return read();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private void awaitWritten() {
        await().until(queue::isEmpty);
    }

    @Test
    void call_returnsWhenTheCacheHoldsTheValue_beforeItsBody() throws Exception {
        begin();
        assertThat(read()).isEqualTo("old");
        call(saving, heldSave(), "new");
        assertThat(read()).isEqualTo("new");
        assertThat(source).hasValue("old");
        go.countDown();
        awaitWritten();
        assertThat(source).hasValue("new");
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("new");
    }

    @Test
    void loadOfAnEntryThatIsGone_waitsForItsWrite() throws Exception {
        begin();
        call(saving, heldSave(), "new");
        world.writes.evictNow(Eviction.ofKey(KEY));
        CompletableFuture<Object> reader = readElsewhere();
        assertThatThrownBy(() -> reader.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        go.countDown();
        assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo("new");
    }

    /** A busy machine can keep a load from its body for long, after it was granted its lease. */
    @Test
    void loadThatWasClaimedBeforeTheWrite_andBeginsAfterIt_isNotSharedWithCallersInBetween() throws Exception {
        begin();
        CountDownLatch isClaimed = new CountDownLatch(1);
        CountDownLatch mayBegin = new CountDownLatch(1);
        world.engine.guardLoads(
                store -> new ForwardingStore(new LoadsAfterWrites(store, queue)) {
                    @Override
                    public Claim claim(EntryId id, Budget budget) throws StoreException {
                        Claim claim = super.claim(id, budget);
                        isClaimed.countDown();
                        pass(mayBegin);
                        return claim;
                    }
                },
                key -> queue.stateOf(key) == WriteBehind.State.COMING);
        CompletableFuture<Object> early = readElsewhere();
        isClaimed.await();
        call(saving, heldSave(), "new");
        world.writes.evictNow(Eviction.ofKey(KEY));

        FutureTask<Object> late = new FutureTask<>(this::read);
        Thread reader = new Thread(late);
        reader.start();
        await().until(() ->
                reader.getState() == Thread.State.WAITING || reader.getState() == Thread.State.TIMED_WAITING);
        mayBegin.countDown();
        assertThat(early.get(20, TimeUnit.SECONDS)).isEqualTo("old");
        go.countDown();

        assertThat(late.get(20, TimeUnit.SECONDS)).isEqualTo("new");
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void loadWhileTheWriteFails_isNotStored() throws Exception {
        begin();
        AtomicBoolean fails = new AtomicBoolean(true);
        call(
                saving,
                (World.Body) arguments -> {
                    if (fails.get()) {
                        throw new IllegalStateException("database away");
                    }
                    return save().call(arguments);
                },
                "new");
        await().until(() -> queue.stateOf(KEY) == WriteBehind.State.FAILING);
        world.writes.evictNow(Eviction.ofKey(KEY));
        assertThat(read()).isEqualTo("old");
        fails.set(false);
        awaitWritten();
        assertThat(read()).isEqualTo("new");
    }

    @Test
    void loadWhenTheSourceIsBack_triesTheWriteAtOnce() throws Exception {
        begin();
        AtomicInteger failures = new AtomicInteger();
        call(
                saving,
                (World.Body) arguments -> {
                    if (failures.incrementAndGet() < 8) { // it rests for seconds by now
                        throw new IllegalStateException("database away");
                    }
                    return save().call(arguments);
                },
                "new");
        await().until(() -> {
            world.writes.evictNow(Eviction.ofKey(KEY));
            return failures.get() >= 7 || read().equals("new");
        });
        world.writes.evictNow(Eviction.ofKey(KEY));
        assertThat(read()).isEqualTo("new");
    }

    @Test
    void oldValueThatAnotherProcessLoadsMeanwhile_goesWithTheWrite() throws Exception {
        begin();
        World other = World.over(store());
        call(saving, heldSave(), "new");
        world.writes.evictNow(Eviction.ofKey(KEY));
        assertThat(other.read(KEY, source::get)).isEqualTo("old");
        go.countDown();
        awaitWritten();
        assertThat(other.read(KEY, source::get)).isEqualTo("new");
    }

    @Test
    void loadOfAnotherProcessThatBeganBeforeTheWrite_doesNotStoreTheOldValue() throws Exception {
        begin();
        World other = World.over(store());
        call(saving, heldSave(), "new");
        world.writes.evictNow(Eviction.ofKey(KEY));
        Object seen = other.read(KEY, () -> {
            Object old = source.get();
            go.countDown();
            awaitWritten();
            return old;
        });
        assertThat(seen).isEqualTo("old");
        assertThat(other.read(KEY, source::get)).isEqualTo("new");
    }

    @Test
    void evictingBody_runsAfterTheWriteThatWasQueuedBefore() throws Exception {
        begin();
        call(saving, heldSave(), "new");
        for (EvictPhase phase : EvictPhase.values()) {
            CompletableFuture<Object> deleted = CompletableFuture.supplyAsync(() -> {
                try {
                    return call(world.evicting(evict(phase, Texts.of(KEY))), () -> source.getAndSet("deleted"));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            assertThatThrownBy(() -> deleted.get(20, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            if (phase == EvictPhase.values()[EvictPhase.values().length - 1]) {
                go.countDown();
                deleted.get(20, TimeUnit.SECONDS);
            }
        }
        awaitWritten();
        await().untilAsserted(() -> assertThat(source).hasValue("deleted"));
        assertThat(read()).isEqualTo("deleted");
    }

    @Test
    void evictionThatOnlyTheResultTells_comesAfterAllWritesWhoseKeysBeginAsItsOwn() throws Exception {
        begin();
        call(saving, heldSave(), "new");
        call(
                world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.ofResult("user:{result}", id -> "user:" + id))),
                () -> 7);
        for (EvictEffect eviction : List.of(
                evict(EvictPhase.AFTER_SUCCESS, Texts.ofResult("shop:{result}", result -> KEY)),
                evict(EvictPhase.ALWAYS, Texts.ofResult("{result}", result -> KEY)),
                new EvictEffect(EvictPhase.AFTER_SUCCESS, List.of(), List.of(), List.of(Texts.of("shop:*"))))) {
            CompletableFuture<Object> deleted = CompletableFuture.supplyAsync(() -> {
                try {
                    return call(world.evicting(eviction), source::get);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            assertThatThrownBy(() -> deleted.get(20, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        }
        go.countDown();
        awaitWritten();
    }

    @Test
    void evictingBody_doesNotRun_whereTheWriteBeforeItFails() throws Exception {
        begin();
        IllegalArgumentException theirs = new IllegalArgumentException("constraint");
        AtomicBoolean fails = new AtomicBoolean(true);
        call(
                saving,
                (World.Body) arguments -> {
                    if (fails.get()) {
                        throw theirs;
                    }
                    return save().call(arguments);
                },
                "new");
        AtomicInteger deleted = new AtomicInteger();
        MethodEffects deleting = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of(KEY)));
        assertThatThrownBy(() -> call(deleting, deleted::incrementAndGet))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(theirs);
        assertThat(deleted).hasValue(0);
        fails.set(false);
        awaitWritten();
        call(deleting, deleted::incrementAndGet);
        assertThat(deleted).hasValue(1);
    }

    @Test
    void evictionsOfTheMethod_comeAfterItsBody() throws Exception {
        begin();
        saving = world.behind(putBehind(Texts.of(KEY), 0), evict(EvictPhase.AFTER_SUCCESS, Texts.of("list")));
        call(saving, heldSave(), "new");
        assertThat(world.read("list", source::get)).isEqualTo("old");
        go.countDown();
        awaitWritten();
        assertThat(world.read("list", source::get)).isEqualTo("new");
    }

    @Test
    void body_getsCopiesOfTheArguments_andNewOnesForEachAttempt() throws Exception {
        begin();
        saving = world.behind(putBehind(Texts.of(KEY), 0, List.class));
        List<String> given = new ArrayList<>(List.of("a"));
        AtomicInteger attempts = new AtomicInteger();
        call(
                saving,
                (World.Body) arguments -> {
                    go.await();
                    List<String> own = new ArrayList<>((List<?>) arguments[0])
                            .stream().map(String.class::cast).toList();
                    ((List<?>) arguments[0]).clear();
                    if (attempts.incrementAndGet() == 1) {
                        throw new IllegalStateException("once more");
                    }
                    source.set(own);
                    return null;
                },
                given);
        given.add("changed by the caller");
        go.countDown();
        awaitWritten();
        assertThat(source).hasValue(List.of("a"));
    }

    @Test
    @Expects(Message.BEHIND_AT_ONCE)
    void argumentThatCannotBeCopied_runsTheBodyAtOnce() throws Exception {
        begin();
        call(saving, save(), "new", Thread.currentThread());
        assertThat(source).hasValue("new");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(read()).isEqualTo("new");
    }

    @Test
    void whileCachingIsOff_theBodyRunsAtOnce_andAfterWhatIsQueued() throws Exception {
        begin();
        call(saving, heldSave(), "first");
        world.engine.setEnabled(false);
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
            try {
                call(saving, save(), "second");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        go.countDown();
        second.get(20, TimeUnit.SECONDS);
        assertThat(source).hasValue("second");
    }

    @Test
    void bodyThatReadsItsEntry_findsWhatTheSourceHas() throws Exception {
        begin();
        read();
        AtomicReference<Object> seen = new AtomicReference<>();
        call(
                saving,
                (World.Body) arguments -> {
                    seen.set(read());
                    return save().call(arguments);
                },
                "new");
        awaitWritten();
        assertThat(seen).hasValue("old");
        assertThat(read()).isEqualTo("new");
    }

    @Test
    void bodyThatCallsItsOwnMethod_runsThatAtOnce() throws Exception {
        begin();
        List<Object> order = new ArrayList<>();
        call(
                saving,
                (World.Body) arguments -> {
                    call(saving, (World.Body) inner -> order.add(inner[0]), "inner");
                    order.add(arguments[0]);
                    return save().call(arguments);
                },
                "outer");
        awaitWritten();
        assertThat(order).containsExactly("inner", "outer");
        assertThat(read()).isEqualTo("outer");
    }

    @Test
    void bodyThatEvictsItsOwnKey_doesNotWaitForItself() throws Exception {
        begin();
        MethodEffects evicting = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of(KEY)));
        call(saving, (World.Body) arguments -> call(evicting, () -> save().call(arguments)), "new");
        awaitWritten();
        assertThat(source).hasValue("new");
        assertThat(queue.counts().failures()).isZero();
    }

    @Test
    void body_runsWithTheContextClassLoaderOfItsCaller_onAThreadOfTheAgent() throws Exception {
        begin();
        ClassLoader own = new ClassLoader(getClass().getClassLoader()) {};
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(own);
        try {
            call(
                    saving,
                    (World.Body) arguments -> {
                        assertThat(Thread.currentThread().getName()).startsWith("larder-write-");
                        assertThat(Thread.currentThread().isDaemon()).isTrue();
                        seen.set(Thread.currentThread().getContextClassLoader());
                        return null;
                    },
                    "new");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        awaitWritten();
        assertThat(seen).hasValue(own);
    }

    @Test
    void manyWritersAndReaders_endWithTheValueThatTheSourceHas() throws Exception {
        begin();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int thread = t;
            all.add(CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 200; i++) {
                        if (thread == 3) {
                            read();
                        } else {
                            call(saving, save(), thread + ":" + i);
                        }
                    }
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (CompletableFuture<Void> each : all) {
            each.get(50, TimeUnit.SECONDS);
        }
        awaitWritten();
        assertThat(read()).isEqualTo(source.get());
    }
}
