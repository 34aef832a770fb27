package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.Eviction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EvictionJournalTest {

    private static final Eviction ALL = Eviction.ofPattern(Eviction.EVERYTHING);

    private final EvictionJournal journal = new EvictionJournal(3, 2);

    @Test
    void add_twice_isOneEntry() {
        journal.add(new Eviction(Set.of("a"), Set.of("t"), Set.of("p*")));
        journal.add(new Eviction(Set.of("a"), Set.of("t"), Set.of("p*")));
        assertThat(journal.size()).isEqualTo(3);
    }

    @Test
    void take_someAtATime_handsOutEachOnce() {
        journal.add(new Eviction(Set.of("a", "b"), Set.of("t"), Set.of("p*", "q*")));
        Eviction first = journal.take(1);
        assertThat(first.size()).isEqualTo(4);
        assertThat(first.patterns()).containsExactlyInAnyOrder("p*", "q*");
        Set<String> keys = new HashSet<>(first.keys());
        keys.addAll(journal.take(1).keys());
        assertThat(keys).containsExactlyInAnyOrder("a", "b");
        assertThat(journal.take(1).isEmpty()).isTrue();
        assertThat(journal.size()).isZero();
    }

    @Test
    void add_moreKeysThanItHolds_becomesEverything() {
        List.of("a", "b", "c", "d", "e").forEach(key -> journal.add(Eviction.ofKey(key)));
        assertThat(journal.size()).isEqualTo(1);
        assertThat(journal.take(10)).isEqualTo(ALL);
    }

    @Test
    void add_moreTagsThanItHolds_becomesEverything() {
        List.of("s", "t", "u", "v").forEach(tag -> journal.add(Eviction.ofTag(tag)));
        assertThat(journal.take(10)).isEqualTo(ALL);
    }

    @Test
    void add_keysAndTagsTogetherMoreThanItHolds_becomesEverything() {
        journal.add(new Eviction(Set.of("a", "b"), Set.of("s", "t"), Set.of()));
        assertThat(journal.take(10)).isEqualTo(ALL);
    }

    @Test
    void add_morePatternsThanItHolds_becomesEverything() {
        List.of("a*", "b*", "c*").forEach(glob -> journal.add(Eviction.ofPattern(glob)));
        assertThat(journal.take(10)).isEqualTo(ALL);
    }

    @Test
    void add_everything_coversWhatWasThereAndWhatComes() {
        journal.add(new Eviction(Set.of("a"), Set.of("t"), Set.of("b*")));
        journal.add(ALL);
        journal.add(new Eviction(Set.of("c"), Set.of("u"), Set.of("d*")));
        assertThat(journal.take(10)).isEqualTo(ALL);
        assertThat(journal.size()).isZero();
    }
}
