package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Evictions of several steps, and loads between these steps by another process. What a load of a page finds may be what the eviction
 * has not come to yet.
 */
abstract class BetweenStepsContract extends PagesOfRows {

    static Stream<Eviction> evictions() {
        Set<String> tags = new HashSet<>();
        KINDS.forEach(kind -> IntStream.range(0, MANY).forEach(n -> tags.add("t-" + kind + n)));
        Set<String> many = new HashSet<>(keys(KINDS));
        IntStream.range(0, 300).forEach(n -> many.add("another:" + n));
        return Stream.of(
                Eviction.ofPattern("*"),
                Eviction.ofPattern("?????*"),
                new Eviction(Set.of(), Set.of(), Set.of("page:*", "part:*", "row:*")),
                new Eviction(keys(List.of("row:")), Set.of(), Set.of("pa*")),
                new Eviction(keys(List.of("page:")), Set.of(), Set.of("row:*", "part:*")),
                new Eviction(Set.of(), Set.of("all-row:", "all-part:"), Set.of("page:*")),
                Eviction.ofKeys(keys(KINDS)),
                Eviction.ofKeys(many),
                new Eviction(Set.of(), tags, Set.of()),
                new Eviction(Set.of(), Set.of("all-row:", "all-part:", "all-page:"), Set.of()),
                new Eviction(keys(List.of("page:")), Set.of("all-row:", "all-part:"), Set.of()),
                new Eviction(keys(List.of("row:", "part:")), Set.of("all-page:"), Set.of()));
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void f47_loadsBetweenTheSteps_areNotFoundAfterwards(Eviction eviction) throws StoreException {
        evicting.atEach(() -> pages().forEach(this::read));

        evictor.evict(eviction, evicting.budget());

        evicting.atEach(() -> {});
        assertThat(found()).doesNotContain("old");
        ids().forEach(this::read);
        assertThat(found()).hasSize(KINDS.size() * MANY).containsOnly("new");
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void f47_writesBetweenTheSteps_areNotFoundAfterwards(Eviction eviction) throws StoreException {
        evicting.atEach(() -> pages().forEach(this::write));

        evictor.evict(eviction, evicting.budget());

        evicting.atEach(() -> {});
        assertThat(found()).doesNotContain("old");
        pages().forEach(this::write);
        assertThat(found()).contains("new");
    }

    static Stream<Eviction> someEvictions() {
        return Stream.of(
                Eviction.ofPattern("*"),
                Eviction.ofKeys(keys(KINDS)),
                new Eviction(Set.of(), Set.of("all-row:", "all-part:"), Set.of("page:*")));
    }

    /** Each of them stops once before it claims, so that the eviction begins and is under way when it goes on. */
    @ParameterizedTest
    @MethodSource("someEvictions")
    void f47_loadThatClaimsWhileTheEvictionBegins_isVoid(Eviction eviction) throws Exception {
        int interleavings = 0;
        for (int look = 1; look <= 6; look++) {
            for (int step : List.of(3, 8)) {
                source = "old";
                ids().forEach(this::read);
                source = "new";
                loader.evict(Eviction.ofKeys(Set.of("page:1", "part:1")), budget());
                interleavings += claimWhile(eviction, look, step) ? 1 : 0;
            }
        }
        assertThat(interleavings).as("claims while the eviction was under way").isGreaterThanOrEqualTo(4);
    }

    /** Returns whether the claim went on between the beginning and the end of the eviction. */
    private boolean claimWhile(Eviction eviction, int look, int step) throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        evicting.at(step, () -> {
            underWay.countDown();
            await(goOn);
        });
        List<Future<Long>> evicted = new ArrayList<>();
        loading.at(look, () -> {
            evicted.add(threads.submit((Callable<Long>) () -> {
                try {
                    return evictor.evict(eviction, evicting.budget());
                } finally {
                    underWay.countDown();
                }
            }));
            await(underWay);
        });
        EntryId page = page(1);
        Claim claim = loader.claim(page, loading.budget());
        String made = read(id("part:", 1));
        boolean isBetween = !evicted.isEmpty() && !evicted.get(0).isDone();
        goOn.countDown();
        loading.atEach(() -> {});
        evicting.atEach(() -> {});
        if (evicted.isEmpty()) {
            return false; // a claim takes fewer looks at the clock
        }
        evicted.get(0).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (claim instanceof Claim.Granted granted && made.equals("old")) {
            assertThat(granted.lease().stands(budget()))
                    .as("look %d, step %d", look, step)
                    .isFalse();
            assertThat(store(granted.lease(), made))
                    .as("look %d, step %d", look, step)
                    .isFalse();
        }
        assertThat(found()).as("look %d, step %d", look, step).doesNotContain("old");
        return isBetween;
    }

    @Test
    void loadsThatTheEvictionDoesNotCover_areStored() throws StoreException {
        evicting.atEach(() -> read(new EntryId("elsewhere", "f1", List.of("t"))));

        evictor.evict(new Eviction(Set.of("page:1"), Set.of("all-row:"), Set.of("par*")), evicting.budget());

        evicting.atEach(() -> {});
        assertThat(loader.lookup(new EntryId("elsewhere", "f1", List.of("t")), budget()))
                .isInstanceOf(Lookup.Fresh.class);
    }

    @Test
    void twoEvictionsAtOnce_eachHoldsLoadsOffUntilItsOwnEnd() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        evicting.at(9, () -> {
            underWay.countDown();
            await(goOn);
        });
        Future<Long> slow = threads.submit(() -> evictor.evict(Eviction.ofPattern("p*"), evicting.budget()));
        await(underWay);

        loader.evict(Eviction.ofPattern("p*"), budget());

        assertThat(loader.claim(page(1), budget())).isInstanceOf(Claim.Unstored.class);
        assertThat(loader.takeOver(page(1), null, budget())).isNull();
        goOn.countDown();
        slow.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(loader.claim(page(1), budget())).isInstanceOf(Claim.Granted.class);
    }

    /** Through another thread that waits: what holds up only ends by itself. */
    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As a method with a put does, whose body calls a cached one. */
    private void write(EntryId id) {
        try {
            Lease lease = loader.takeOver(id, null, budget());
            String made = body(id);
            if (lease == null || !store(lease, made)) {
                loader.evict(Eviction.ofKey(id.key()), budget());
            }
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }
}
