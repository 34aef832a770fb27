package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a store promises besides {@link WriterContract} that can tell that nothing was evicted or put since a mark. */
public interface MarkContract extends WriterContract {

    @Test
    default void takeOver_sinceAMarkAndNothingHappened_stores() throws StoreException {
        put("k", V1, "old");
        put("k", V2, "old");
        WriteMark mark = store().mark(budget());
        put("loaded meanwhile", V1, "v");
        Lease writer = takeOver(mark);
        assertThat(writer).isNotNull();
        assertThat(store(writer, "new")).isTrue();
        assertThat(text("k", V1)).isEqualTo("new");
        assertThat(lookup("k", V2)).isEqualTo(Lookup.ABSENT);
    }

    @Test
    default void takeOver_sinceAMarkThenEvict_isRefused() throws StoreException {
        Lease writer = takeOver(store().mark(budget()));
        assertThat(writer).isNotNull();
        evict(Eviction.ofKey("k"));
        assertThat(store(writer, "old")).isFalse();
    }

    @Test
    default void takeOver_sinceAMarkOfAfterTheChange_stores() throws StoreException {
        WriteMark early = store().mark(budget());
        evict(Eviction.ofKey("other"));
        WriteMark late = store().mark(budget());
        assertThat(takeOver(early)).isNull();
        assertThat(takeOver(late)).isNotNull();
    }
}
