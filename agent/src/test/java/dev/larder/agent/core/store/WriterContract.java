package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store promises to those who write through it; part of {@link CacheStoreContract}. */
public interface WriterContract extends StoreUnderTest {

    @Test
    default void takeOver_thenStore_isFound() throws StoreException {
        assertThat(store(takeOver(tagged("k", "a")), "v")).isTrue();
        assertThat(text(tagged("k", "a"))).isEqualTo("v");
        evict(Eviction.ofTag("a"));
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void takeOver_untilItStores_leavesTheOldValueReadable() throws StoreException {
        put("k", V1, "old");
        Lease writer = takeOver(new EntryId("k", V1));
        assertThat(text("k", V1)).isEqualTo("old");
        assertThat(store(writer, "new")).isTrue();
        assertThat(text("k", V1)).isEqualTo("new");
    }

    @Test
    default void store_byAWriter_replacesEveryVersion() throws StoreException {
        put("k", V1, "old");
        put("k", "f3", "old");
        assertThat(store(takeOver(new EntryId("k", V2)), "new")).isTrue();
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
        assertThat(lookup("k", "f3")).isEqualTo(Lookup.ABSENT);
        assertThat(text("k", V2)).isEqualTo("new");
    }

    /** The load may have read what the writer replaces. */
    @Test
    default void h57_slowLoadAfterTakeOver_isRefused() throws StoreException {
        Lease loader = grant("k", V1);
        Lease writer = takeOver(new EntryId("k", V1));
        assertThat(store(loader, "old")).isFalse();
        assertThat(store(writer, "new")).isTrue();
        assertThat(text("k", V1)).isEqualTo("new");
    }

    @Test
    default void h57_slowLoadAfterAPut_isRefused() throws StoreException {
        Lease loader = grant("k", V1);
        store(takeOver(new EntryId("k", V1)), "new");
        assertThat(store(loader, "old")).isFalse();
        loader.release(budget());
        assertThat(text("k", V1)).isEqualTo("new");
    }

    /** A transaction may take long; readers do not wait for it. */
    @Test
    default void takeOver_byALoader_isGrantedAtOnceAndRefusesTheWriter() throws StoreException {
        Lease writer = takeOver(new EntryId("k", V1));
        Lease loader = grant("k", V1);
        assertThat(store(writer, "written")).isFalse();
        assertThat(store(loader, "loaded")).isTrue();
        assertThat(text("k", V1)).isEqualTo("loaded");
    }

    @Test
    default void takeOver_afterALoadCameAndWent_refusesTheWriter() throws StoreException {
        Lease writer = takeOver(new EntryId("k", V1));
        put("k", V1, "loaded");
        assertThat(store(writer, "written")).isFalse();
        assertThat(text("k", V1)).isEqualTo("loaded");
    }

    @Test
    default void takeOver_byAnotherWriter_refusesTheFirst() throws StoreException {
        Lease first = takeOver(new EntryId("k", V1));
        Lease second = takeOver(new EntryId("k", V1));
        assertThat(store(first, "first")).isFalse();
        assertThat(store(second, "second")).isTrue();
        assertThat(text("k", V1)).isEqualTo("second");
    }

    @Test
    default void takeOver_thenEvict_isRefused() throws StoreException {
        Lease writer = takeOver(tagged("k", "a"));
        evict(Eviction.ofKey("k"));
        assertThat(store(writer, "v")).isFalse();
        Lease again = takeOver(tagged("k", "a"));
        evict(Eviction.ofTag("a"));
        assertThat(store(again, "v")).isFalse();
        assertThat(lookup("k", V1)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void takeOver_released_isVoidAndInNobodysWay() throws StoreException {
        Lease writer = takeOver(new EntryId("k", V1));
        writer.release(budget());
        assertThat(store(writer, "v")).isFalse();
        assertThat(claim("k", V1)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    default void h59_writeThatTakesLong_stillStores() throws StoreException {
        Lease writer = takeOver(new EntryId("k", V1));
        pass(lease().plusMillis(50));
        assertThat(store(writer, "v")).isTrue();
        assertThat(text("k", V1)).isEqualTo("v");
    }

    @Test
    default void inspect_writerAtWork_isNoLoad() throws StoreException {
        takeOver(new EntryId("k", V1));
        assertThat(store().inspect("k", budget())).isEqualTo(Inspection.NOTHING);
    }

    /** Of whatever key: which one the writer writes is not known while it happens. */
    @ParameterizedTest
    @MethodSource("dev.larder.agent.core.store.WriterContract#changes")
    default void takeOver_sinceAMarkAndAChange_isNull(Change change) throws StoreException {
        put(tagged("other", "a"), "v");
        WriteMark mark = store().mark(budget());
        change.make(this);
        assertThat(takeOver(mark)).isNull();
    }

    static Stream<Change> changes() {
        return Stream.of(
                test -> test.evict(Eviction.ofKey("other")),
                test -> test.evict(Eviction.ofKey("was never there")),
                test -> test.evict(Eviction.ofTag("a")),
                test -> test.evict(Eviction.ofPattern("nothing:*")),
                test -> test.evict(Eviction.ofPattern(Eviction.EVERYTHING)),
                test -> test.store(test.takeOver(new EntryId("other", V1)), "v"),
                test -> test.store()
                        .putAll(Map.of(new EntryId("other", V1), CacheStoreContract.entry("v")), 1_000, test.budget()),
                test -> test.store()
                        .putIfAbsent(new EntryId("absent", V1), CacheStoreContract.entry("v"), 1_000, test.budget()));
    }

    /** Something that is evicted or put. */
    @FunctionalInterface
    interface Change {
        void make(StoreUnderTest test) throws StoreException;
    }

    @Test
    default void h57_twoWriters_inEveryOrderNeverLeaveTheOlderValue() throws StoreException {
        assertThat(race(race -> race.writer().writer())).isEqualTo(70);
    }

    @Test
    default void h57_writerAndLoader_inEveryOrderNeverLeaveTheOlderValue() throws StoreException {
        assertThat(race(race -> race.writer().loader())).isEqualTo(35);
    }

    @Test
    default void h57_twoWritersWithMarks_inEveryOrderNeverLeaveTheOlderValue() throws StoreException {
        assertThat(race(race -> race.lateWriter().lateWriter())).isEqualTo(252);
    }

    @Test
    default void h57_writerAndWriterWithMark_inEveryOrderNeverLeaveTheOlderValue() throws StoreException {
        assertThat(race(race -> race.writer().lateWriter())).isEqualTo(126);
    }

    @Test
    default void h57_writerWithMarkAndLoader_inEveryOrderNeverLeaveTheOlderValue() throws StoreException {
        assertThat(race(race -> race.lateWriter().loader())).isEqualTo(56);
    }

    @Test
    default void h57_writersAndEvictions_inEveryOrderNeverLeaveTheOlderValue() throws StoreException {
        for (Eviction eviction : List.of(Eviction.ofKey("k"), Eviction.ofTag("t"), Eviction.ofPattern("k*"))) {
            assertThat(race(race -> race.writer().evictor(eviction))).isEqualTo(15);
            assertThat(race(race -> race.lateWriter().evictor(eviction))).isEqualTo(21);
            assertThat(race(race -> race.loader().evictor(eviction))).isEqualTo(10);
        }
    }

    /** Each order begins with an old value in the cache. Returns how many orders there were. */
    default int race(UnaryOperator<Race> actors) throws StoreException {
        EntryId id = tagged("k", "t");
        return Interleavings.run(actors.apply(new Race(store(), id)).steps(), order -> {
            evict(Eviction.ofKey("k"));
            put(id, "0");
            actors.apply(new Race(store(), id)).run(order);
        });
    }

    default @Nullable Lease takeOver(WriteMark since) throws StoreException {
        return store().takeOver(new EntryId("k", V1), since, budget());
    }
}
