package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.tx.UnfinishedWrites;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that find their entry by a shortcut. */
final class RecalledCallTest extends RecalledCalls {

    @Test
    void whatIsRecalled_isTheValueAndAHit() throws Exception {
        prime("value");
        long before = calls.counts().hits();
        assertThat(calls.method.recall(ID, null)).isEqualTo("value");
        assertThat(calls.counts().hits()).isEqualTo(before + 1);
        assertThat(calls.method.recall(ID + 1, null)).isSameAs(Miss.NOT_RECALLED);
        assertThat(calls.counts().hits()).isEqualTo(before + 1);
    }

    @Test
    void nullValue_isRecalledAsSuch() throws Exception {
        prime(null);
        assertThat(calls.method.recall(ID, null)).isNull();
    }

    /** Two texts of one hash, which come to lie in one place. */
    @Test
    void objectsOfOneHash_areToldApart() throws Exception {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        recallAfter(() -> call("Aa", "of Aa"), () -> calls.method.recall("Aa".hashCode(), "Aa"));
        assertThat(calls.method.recall("BB".hashCode(), "BB")).isSameAs(Miss.NOT_RECALLED);
        assertThat(calls.method.recall("Aa".hashCode(), null)).isSameAs(Miss.NOT_RECALLED);
        assertThat(call("BB", "of BB")).isEqualTo("of BB");
        assertThat(calls.method.recall("Aa".hashCode(), new String("Aa"))).isIn("of Aa", Miss.NOT_RECALLED);
    }

    @Test
    void anotherMethod_hasShortcutsOfItsOwn() throws Exception {
        prime("value");
        CachedMethod other = calls.method.with(calls.method.settings(), null, purpose -> null);
        assertThat(other.recall(ID, null)).isSameAs(Miss.NOT_RECALLED);
    }

    /** A shortcut would hold on to it. */
    @Test
    void longText_isNeverRecalled() throws Exception {
        String longest = "x".repeat(128);
        recallAfter(() -> call(longest, "value"), () -> calls.method.recall(longest.hashCode(), longest));
        String longer = longest + "x";
        for (int i = 0; i < 1_000; i++) {
            assertThat(call(longer, "value")).isEqualTo("value");
            assertThat(calls.method.recall(longer.hashCode(), longer)).isSameAs(Miss.NOT_RECALLED);
        }
    }

    @Test
    void mutableValue_isNeverRecalled() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            assertThat(call(ID, () -> List.of("a line"))).isEqualTo(List.of("a line"));
            assertThat(calls.method.recall(ID, null)).isSameAs(Miss.NOT_RECALLED);
        }
    }

    @Test
    void transactionThatHasWritten_recallsNothing() throws Exception {
        prime("value");
        UnfinishedWrites.Token token = calls.engine.unfinishedWrites().begin(true);
        assertThat(calls.method.recall(ID, null)).isSameAs(Miss.NOT_RECALLED);
        assertThat(calls.method.find(key(ID), ID, null)).isSameAs(Miss.BYPASS);
        token.end();
        assertThat(calls.method.recall(ID, null)).isEqualTo("value");
    }
}
