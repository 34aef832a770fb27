package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.key.text.UnsupportedKeyException;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.fixtures.Silent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** What a method does to the cache, and in which order, outside of a transaction. */
@Timeout(30)
@Silent
final class MethodEffectsTest {

    private final JournalStore store = new JournalStore();
    private final World world = World.over(store);

    @Test
    void allEffects_takePlaceInTheDocumentedOrder() throws Exception {
        MethodEffects method = world.with(
                List.of(
                        evict(EvictPhase.ALWAYS, Texts.of("always")),
                        evict(EvictPhase.AFTER_SUCCESS, Texts.of("after")),
                        new EvictEffect(EvictPhase.AFTER_SUCCESS, List.of(), List.of(Texts.of("tag")), List.of()),
                        evict(EvictPhase.BEFORE, Texts.of("before"))),
                put(Texts.of("put")));
        assertThat(call(method, body("new"))).isEqualTo("new");
        assertThat(store.heard)
                .containsExactly(
                        "evict [before][][]", "takeOver put", "body", "store put", "evict [after, always][tag][]");
    }

    @Test
    void bodyThrows_evictsAlwaysAloneAndGivesThePutBack() {
        MethodEffects method = world.with(
                List.of(
                        evict(EvictPhase.ALWAYS, Texts.of("always")),
                        evict(EvictPhase.AFTER_SUCCESS, Texts.of("after")),
                        evict(EvictPhase.BEFORE, Texts.of("before"))),
                put(Texts.of("put")));
        IllegalStateException theirs = new IllegalStateException("theirs");
        assertThatThrownBy(() -> call(method, () -> {
                    throw theirs;
                }))
                .isSameAs(theirs);
        assertThat(store.heard)
                .containsExactly("evict [before][][]", "takeOver put", "release put", "evict [always][][]");
    }

    @Test
    void manyKeysOfOneTemplate_areOneRoundTrip() throws Exception {
        Object[] ids = IntStream.range(0, 1_000).boxed().toArray();
        call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.ofAll("shop:"))), body(null), (Object) ids);
        assertThat(store.heard).hasSize(2);
        assertThat(store.heard.get(1)).contains("shop:0,").contains("shop:999]");
    }

    /** In parts, others could make an entry of one part from an old one of the next. */
    @Test
    void f47_moreKeysThanARoundTripTakes_areOneEviction() throws Exception {
        Object[] ids = IntStream.range(0, 25_000).boxed().toArray();
        call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.ofAll("shop:"))), body(null), (Object) ids);
        assertThat(store.heard).hasSize(1 + 1);
    }

    @Test
    void f47_moreTagsThanARoundTripTakes_areOneEvictionWithTheRest() throws Exception {
        Object[] ids = IntStream.range(0, 25_000).boxed().toArray();
        EvictEffect tags = new EvictEffect(
                EvictPhase.AFTER_SUCCESS,
                List.of(Texts.of("key")),
                List.of(Texts.ofAll("team:")),
                List.of(Texts.of("p*")));
        call(world.evicting(tags), body(null), (Object) ids);
        assertThat(store.heard).hasSize(1 + 1);
        assertThat(store.heard.get(1)).startsWith("evict [key][team:").endsWith("][p*]");
    }

    @Test
    void bodyChangesAnArgument_bothKeysAreEvicted() throws Exception {
        AtomicReference<String> team = new AtomicReference<>("red");
        Template key = Texts.ofFirst(reference -> "team:" + ((AtomicReference<?>) reference).get());
        call(
                world.evicting(evict(EvictPhase.AFTER_SUCCESS, key)),
                () -> {
                    team.set("blue");
                    return null;
                },
                team);
        assertThat(store.heard).containsExactly("evict [team:blue, team:red][][]");
    }

    @Test
    void bodyCannotChangeTheTexts_theyAreRenderedOnce() throws Exception {
        AtomicInteger renderings = new AtomicInteger();
        Template key = Texts.fixed(id -> "shop:" + id + ":" + renderings.incrementAndGet());
        call(world.with(List.of(evict(EvictPhase.AFTER_SUCCESS, key), evict(EvictPhase.ALWAYS, key))), body(null), 7);
        assertThat(store.heard).containsExactly("body", "evict [shop:7:1, shop:7:2][][]");
        assertThatThrownBy(() -> call(
                        world.evicting(evict(EvictPhase.ALWAYS, key)),
                        () -> {
                            throw new IOException("theirs");
                        },
                        8))
                .isInstanceOf(IOException.class);
        assertThat(store.heard).last().isEqualTo("evict [shop:8:3][][]");
    }

    @Test
    void bodyCannotChangeTheKeyOfAPut_itIsRenderedOnce() throws Exception {
        AtomicInteger renderings = new AtomicInteger();
        Template key = Texts.fixed(id -> "shop:" + id + ":" + renderings.incrementAndGet());
        call(world.putting(put(key)), body("new"), 7);
        assertThat(store.heard).containsExactly("takeOver shop:7:1", "body", "store shop:7:1");
        assertThat(world.read("shop:7:1", () -> "loaded")).isEqualTo("new");
    }

    /** Such as one for which there was no memory. */
    @Test
    void h70_renderingBeforeTheBodyFails_isDoneAfterIt() throws Exception {
        AtomicInteger renderings = new AtomicInteger();
        Template key = Texts.fixed(id -> {
            if (renderings.incrementAndGet() == 1) {
                throw new OutOfMemoryError("injected");
            }
            return "shop:" + id;
        });
        call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, key)), body(null), 7);
        assertThat(store.heard).containsExactly("body", "evict [shop:7][][]");
    }

    @Test
    void keyOfTheResult_isRenderedAfterTheBodyOnly() throws Exception {
        call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.ofResult(result -> "id:" + result))), body("7"));
        assertThat(store.heard).containsExactly("body", "evict [id:7][][]");
    }

    @Test
    void evictedKey_isLoadedAgain() throws Exception {
        world.read("shop:7", () -> "old");
        call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("shop:7"))), body(null));
        assertThat(world.read("shop:7", () -> "new")).isEqualTo("new");
        assertThat(world.stats.evictions()).isEqualTo(1);
    }

    /** Nobody knows when its work is done, so what it puts is not known yet. */
    @Test
    void f10_objectThatIsAMono_putsNothingAndEvicts() throws Exception {
        MethodEffects method =
                world.with(List.of(evict(EvictPhase.AFTER_SUCCESS, Texts.of("after"))), put(Texts.of("put")));

        assertThat(call(method, () -> Mono.just("later"))).isInstanceOf(Mono.class);

        assertThat(store.heard).noneMatch(heard -> heard.startsWith("store"));
        assertThat(store.heard).anyMatch(heard -> heard.startsWith("evict") && heard.contains("put"));
        assertThat(store.heard).anyMatch(heard -> heard.startsWith("evict") && heard.contains("after"));
    }

    @Test
    void h57_loadUnderWay_isVoidedByTheEviction() throws Exception {
        Object old = world.read("shop:7", () -> {
            call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("shop:7"))), body(null));
            return "old";
        });
        assertThat(old).isEqualTo("old");
        assertThat(world.read("shop:7", () -> "new")).isEqualTo("new");
    }

    @Test
    void evictedTagAndPattern_areLoadedAgain() throws Exception {
        world.readTagged("shop:7", List.of("team"), () -> "old");
        world.read("part:7", () -> "old");
        call(
                world.evicting(new EvictEffect(
                        EvictPhase.AFTER_SUCCESS, List.of(), List.of(Texts.of("team")), List.of(Texts.of("part:*")))),
                body(null));
        assertThat(world.read("shop:7", () -> "new")).isEqualTo("new");
        assertThat(world.read("part:7", () -> "new")).isEqualTo("new");
    }

    @Test
    void templateThatCannotBeRendered_doesNotKeepOthersFromEvicting() throws Exception {
        MethodEffects method = world.evicting(evict(
                EvictPhase.AFTER_SUCCESS,
                Texts.failing(new UnsupportedKeyException("an int[] has no text", "Pass a text.")),
                Texts.failing(new IllegalStateException("a getter threw")),
                Texts.of("shop:7")));
        assertThat(call(method, body("a"))).isEqualTo("a");
        assertThat(store.heard).containsExactly("body", "evict [shop:7][][]");
    }

    @Test
    void cacheSwitchedOff_evictsAllTheSame() throws Exception {
        world.engine.setEnabled(false);
        call(world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("shop:7"))), body(null));
        assertThat(store.heard).contains("evict [shop:7][][]");
    }

    @Test
    void noStoreYet_evictionIsKeptForIt() throws Exception {
        World early = new World(Transactions.NONE);
        call(early.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("a"))), body(null));
        call(early.putting(put(Texts.of("b"))), body("new"));
        early.engine.open(store);
        assertThat(store.heard).containsExactly("body", "body", "evict [a, b][][]");
    }

    private Callable<Object> body(Object result) {
        return () -> {
            store.heard.add("body");
            return result;
        };
    }
}
