package dev.larder.agent.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An eviction of several keys or tags, and loads that begin and end between its steps: one that uses the entry of another of these
 * may have read the old one.
 */
final class SeveralKeysTest {

    private static final List<EntryId> IDS =
            List.of(new EntryId("page:1", "f", List.of("pages")), new EntryId("row:1", "f", List.of("rows")));
    private static final long TTL_MILLIS = 60_000;

    /** Over with the next look at the clock: so the store looks at it before it ends a tag, and holds nothing off. */
    private static final Duration HOLD_OFF = Duration.ofNanos(1);

    /** Runs at each step of the eviction, where no lock is held: each of them begins with a look at the clock. */
    private Runnable step = () -> {};

    private int steps;
    private long nanos;

    private final Ticker ticker = () -> {
        if (isAskedByTheStore()) {
            Runnable now = step;
            step = () -> {};
            now.run();
            step = now;
        }
        return ++nanos;
    };
    private final MemoryStore store = MemoryStore.create(
            MemoryConfig.defaults(),
            new LoadConfig(LoadConfig.DEFAULT_LEASE, LoadConfig.DEFAULT_MAX_VALUE_BYTES, HOLD_OFF),
            ticker);

    static Stream<Eviction> evictions() {
        return Stream.of(
                new Eviction(Set.of("page:1", "row:1"), Set.of(), Set.of()),
                new Eviction(Set.of("page:1"), Set.of("rows"), Set.of()),
                new Eviction(Set.of(), Set.of("pages", "rows"), Set.of()),
                Eviction.ofPattern("*"),
                new Eviction(Set.of(), Set.of(), Set.of("row:*", "page:*")),
                new Eviction(Set.of("row:1"), Set.of(), Set.of("page:*")),
                new Eviction(Set.of(), Set.of("rows"), Set.of("page:*")));
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void f47_loadsBetweenTheSteps_areNotFoundAfterwards(Eviction eviction) {
        IDS.forEach(this::load);
        atEachStep(() -> IDS.forEach(this::load));

        store.evict(eviction, budget());

        assertThat(steps).isGreaterThanOrEqualTo(IDS.size());
        atEachStep(() -> {});
        assertThat(IDS).allMatch(id -> store.lookup(id, budget()) == Lookup.ABSENT);
        IDS.forEach(this::load);
        assertThat(IDS).allMatch(id -> store.lookup(id, budget()) instanceof Lookup.Fresh);
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void f47_writersBetweenTheSteps_haveToEvict(Eviction eviction) {
        IDS.forEach(this::load);
        atEachStep(() ->
                IDS.forEach(id -> assertThat(store.takeOver(id, null, budget())).isNull()));

        store.evict(eviction, budget());

        assertThat(steps).isGreaterThanOrEqualTo(IDS.size());
    }

    static Stream<Eviction> evictionsOfOne() {
        return Stream.of(Eviction.ofKey("page:1"), Eviction.ofTag("pages"));
    }

    @ParameterizedTest
    @MethodSource("evictionsOfOne")
    void evictionOfOneName_holdsNoOtherOff(Eviction eviction) {
        load(IDS.get(0));
        atEachStep(() -> load(IDS.get(1)));

        store.evict(eviction, budget());

        assertThat(steps).isPositive();
        atEachStep(() -> {});
        assertThat(store.lookup(IDS.get(1), budget())).isInstanceOf(Lookup.Fresh.class);
    }

    private void atEachStep(Runnable each) {
        step = () -> {
            steps++;
            each.run();
        };
    }

    /** And not by one of its maps, nor by its hold-off of a key, which ask under a lock. */
    private static boolean isAskedByTheStore() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.skip(2)
                        .dropWhile(frame -> frame.getDeclaringClass() == HoldOff.class)
                        .findFirst()
                        .filter(frame -> frame.getDeclaringClass() == MemoryStore.class)
                        .filter(frame -> !frame.getMethodName().startsWith("lambda$"))
                        .isPresent());
    }

    private void load(EntryId id) {
        if (store.claim(id, budget()) instanceof Claim.Granted granted) {
            ((MemoryLease) granted.lease()).store(CacheStoreContract.entry("old"), TTL_MILLIS, 0, budget());
        }
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(1));
    }
}
