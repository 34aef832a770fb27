package dev.larder.agent.core.engine.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.fixtures.Silent;
import org.junit.jupiter.api.Test;

@Silent
final class RenewalTest {

    @Test
    void takes_theFirstEntryAlone() throws Throwable {
        Renewal.during(100, () -> {
            assertThat(Renewal.isWanted()).isTrue();
            assertThat(Renewal.takes(99)).isTrue();
            assertThat(Renewal.isWanted()).isFalse();
            assertThat(Renewal.takes(99)).isFalse();
            assertThat(Renewal.isHere()).isTrue();
            return null;
        });
    }

    @Test
    void takes_entryThatLastsLongEnough_isTheOneAndNotTaken() throws Throwable {
        Renewal.during(100, () -> {
            assertThat(Renewal.takes(100)).isFalse();
            assertThat(Renewal.takes(1)).isFalse();
            return null;
        });
    }

    /** The body of the method that was called runs, and asks for others. */
    @Test
    void close_beforeAnEntryWasFound_takesNoneThatTheBodyFinds() throws Throwable {
        Renewal.during(100, () -> {
            Renewal.close();
            assertThat(Renewal.isWanted()).isFalse();
            assertThat(Renewal.takes(1)).isFalse();
            assertThat(Renewal.isHere()).as("refreshes stay on this thread").isTrue();
            return null;
        });
    }

    @Test
    void close_whereNothingIsRenewed_doesNothing() throws Throwable {
        Renewal.close();
        assertThat(Renewal.isHere()).isFalse();
        Renewal.during(100, () -> {
            assertThat(Renewal.isWanted()).isTrue();
            return null;
        });
    }

    @Test
    void during_callThrows_leavesNothing() {
        int before = Renewal.threads;
        assertThatThrownBy(() -> Renewal.during(100, () -> {
                    assertThat(Renewal.threads).isEqualTo(before + 1);
                    throw new IllegalStateException("theirs");
                }))
                .hasMessage("theirs");
        assertThat(Renewal.isHere()).isFalse();
        assertThat(Renewal.threads).isEqualTo(before);
    }
}
