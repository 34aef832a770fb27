package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EvictionJournalTest {

    private final EvictionJournal journal = new EvictionJournal(3, 2);

    @Test
    void addKey_twice_isOneEntry() {
        journal.addKey("a");
        journal.addKey("a");
        assertThat(journal.size()).isEqualTo(1);
    }

    @Test
    void take_someAtATime_handsOutEachOnce() {
        List.of("a", "b", "c").forEach(journal::addKey);
        assertThat(journal.takeKeys(2)).containsExactly("a", "b");
        assertThat(journal.takeKeys(2)).containsExactly("c");
        assertThat(journal.takeKeys(2)).isEmpty();
        assertThat(journal.size()).isZero();
    }

    @Test
    void addKey_aboveTheBound_becomesEverything() {
        List.of("a", "b", "c", "d", "e").forEach(journal::addKey);
        assertThat(journal.size()).isEqualTo(1);
        assertThat(journal.takeKeys(10)).isEmpty();
        assertThat(journal.takePatterns(10)).containsExactly("*");
    }

    @Test
    void addPattern_aboveTheBound_becomesEverything() {
        List.of("a*", "b*", "c*").forEach(journal::addPattern);
        assertThat(journal.takePatterns(10)).containsExactly("*");
    }

    @Test
    void addPattern_everything_coversWhatWasThere() {
        journal.addKey("a");
        journal.addPattern("b*");
        journal.addPattern("*");
        assertThat(journal.size()).isEqualTo(1);
    }
}
