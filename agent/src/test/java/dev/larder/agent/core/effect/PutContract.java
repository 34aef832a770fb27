package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.store.Eviction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was committed last is what is served, whichever store it is. */
@Timeout(60)
interface PutContract extends PutsAmongOthersContract {

    /** Whether a key that is known only afterwards can be stored. */
    default boolean hasMarks() {
        return true;
    }

    @Test
    default void result_isServedWithoutLoading() throws Exception {
        World world = World.over(store());
        world.read(KEY, () -> "old");
        assertThat(call(world.putting(put(Texts.of(KEY))), () -> "new")).isEqualTo("new");
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("new");
        assertThat(world.stats.totals().stores()).isEqualTo(2);
    }

    @Test
    default void argument_isServedWithoutLoading() throws Exception {
        World world = World.over(store());
        call(world.putting(put(Texts.of(KEY), 1)), () -> null, this, "new");
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("new");
    }

    @Test
    default void keyOfTheResult_isServedWithoutLoading() throws Exception {
        World world = World.over(store());
        call(world.putting(put(Texts.ofResult(result -> "shop:" + result))), () -> "7");
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo(hasMarks() ? "7" : "loaded");
    }

    @Test
    default void keyOfTheResult_withAWriteInBetween_isLoaded() throws Exception {
        World world = World.over(store());
        call(world.putting(put(Texts.ofResult(result -> KEY))), () -> {
            call(world.putting(put(Texts.of(KEY))), () -> "inner");
            return "outer";
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void keyOfTheResult_withAnEvictionInBetween_isLoaded() throws Exception {
        World world = World.over(store());
        call(world.putting(put(Texts.ofResult(result -> KEY))), () -> {
            call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of(KEY))), () -> null);
            return "older than the eviction";
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void f46_entryMadeOfAnotherThatIsPut_isNotLoadedFromTheOldOne() throws Exception {
        AtomicReference<String> source = new AtomicReference<>("old");
        AtomicReference<Callable<?>> between = new AtomicReference<>(() -> null);
        World world = World.over(new LoadedAroundEvictions(store(), between));
        Callable<?> page = () -> world.read("page", () -> "page of " + world.read(KEY, source::get));
        page.call();
        between.set(page);

        call(world.with(List.of(evict(EvictPhase.AFTER_SUCCESS, Texts.of("page"))), put(Texts.of(KEY))), () -> {
            source.set("new");
            return "new";
        });

        assertThat(page.call()).isEqualTo("page of new");
    }

    @Test
    default void f46_entryMadeOfAnotherThatIsPut_byPatternAndTag_isNotLoadedFromTheOldOne() throws Exception {
        for (EvictEffect eviction : List.of(
                new EvictEffect(EvictPhase.ALWAYS, List.of(), List.of(), List.of(Texts.of("pa*"))),
                new EvictEffect(EvictPhase.ALWAYS, List.of(), List.of(Texts.of("pages")), List.of()))) {
            AtomicReference<String> source = new AtomicReference<>("old");
            AtomicReference<Callable<?>> between = new AtomicReference<>(() -> null);
            World world = World.over(new LoadedAroundEvictions(store(), between));
            Callable<?> page =
                    () -> world.readTagged("page", List.of("pages"), () -> "page of " + world.read(KEY, source::get));
            world.writes.evictNow(Eviction.ofKeys(Set.of(KEY, "page")));
            page.call();
            between.set(page);

            call(world.with(List.of(eviction), put(Texts.of(KEY))), () -> {
                source.set("new");
                return "new";
            });

            assertThat(page.call()).isEqualTo("page of new");
        }
    }

    @Test
    default void nullThatIsNotToBeStored_evicts() throws Exception {
        World world = World.over(store());
        world.read(KEY, () -> "old");
        PutEffect put = new PutEffect(Texts.of(KEY), PutEffect.RESULT, String.class, List.of(), 60_000, 0);
        call(world.putting(put), () -> null);
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void nullThatIsToBeStored_isServed() throws Exception {
        World world = World.over(store());
        call(world.putting(put(Texts.of(KEY))), () -> null);
        assertThat(world.read(KEY, () -> "loaded")).isNull();
    }

    @Test
    default void valueThatCannotBeStored_evicts() throws Exception {
        World world = World.over(store());
        world.read(KEY, () -> "old");
        PutEffect put = new PutEffect(Texts.of(KEY), PutEffect.RESULT, Thread.class, List.of(), 60_000, 60_000);
        quietly(() -> call(world.putting(put), Thread::currentThread));
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void bodyThatThrows_leavesTheEntryAsItIs() throws Exception {
        World world = World.over(store());
        world.read(KEY, () -> "old");
        try {
            call(world.putting(put(Texts.of(KEY))), () -> {
                throw new IllegalStateException("theirs");
            });
        } catch (IllegalStateException theirs) {
            assertThat(world.read(KEY, () -> "loaded")).isEqualTo("old");
        }
    }

    @Test
    default void bodyThatChangesTheKey_evictsBoth() throws Exception {
        World world = World.over(store());
        AtomicReference<String> key = new AtomicReference<>(KEY);
        world.read(KEY, () -> "old");
        world.read("shop:8", () -> "old");
        Template changing = Texts.ofFirst(reference -> String.valueOf(((AtomicReference<?>) reference).get()));
        call(
                world.putting(put(changing)),
                () -> {
                    key.set("shop:8");
                    return "new";
                },
                key);
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
        assertThat(world.read("shop:8", () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    default void evictionOnTheSameMethod_wins() throws Exception {
        World world = World.over(store());
        world.read(KEY, () -> "old");
        call(world.with(List.of(evict(EvictPhase.AFTER_SUCCESS, Texts.of(KEY))), put(Texts.of(KEY))), () -> "new");
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    private static void quietly(Callable<?> work) throws Exception {
        AgentLog.setLevel(AgentLog.Level.OFF);
        try {
            work.call();
        } finally {
            AgentLog.setLevel(AgentLog.Level.INFO);
        }
    }
}
