package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EvictionSetTest {

    private static final Eviction ALL = Eviction.ofPattern(Eviction.EVERYTHING);

    private final EvictionSet set = new EvictionSet(3, 2);

    @Test
    void add_twice_isOneEntry() {
        set.add(new Eviction(Set.of("a"), Set.of("t"), Set.of("p*")));
        set.add(new Eviction(Set.of("a"), Set.of("t"), Set.of("p*")));
        assertThat(set.size()).isEqualTo(3);
    }

    @Test
    void take_several_handsOutEachOnce() {
        Eviction several = new Eviction(Set.of("a", "b"), Set.of("t"), Set.of("p*", "q*"));
        set.add(several);
        assertThat(set.take()).isEqualTo(several);
        assertThat(set.take().isEmpty()).isTrue();
        assertThat(set.size()).isZero();
    }

    @Test
    void add_moreKeysThanItHolds_becomesEverything() {
        List.of("a", "b", "c", "d", "e").forEach(key -> set.add(Eviction.ofKey(key)));
        assertThat(set.size()).isEqualTo(1);
        assertThat(set.take()).isEqualTo(ALL);
    }

    @Test
    void add_moreTagsThanItHolds_becomesEverything() {
        List.of("s", "t", "u", "v").forEach(tag -> set.add(Eviction.ofTag(tag)));
        assertThat(set.take()).isEqualTo(ALL);
    }

    @Test
    void add_keysAndTagsTogetherMoreThanItHolds_becomesEverything() {
        set.add(new Eviction(Set.of("a", "b"), Set.of("s", "t"), Set.of()));
        assertThat(set.take()).isEqualTo(ALL);
    }

    @Test
    void add_morePatternsThanItHolds_becomesEverything() {
        List.of("a*", "b*", "c*").forEach(glob -> set.add(Eviction.ofPattern(glob)));
        assertThat(set.take()).isEqualTo(ALL);
    }

    @Test
    void add_everything_coversWhatWasThereAndWhatComes() {
        set.add(new Eviction(Set.of("a"), Set.of("t"), Set.of("b*")));
        set.add(ALL);
        set.add(new Eviction(Set.of("c"), Set.of("u"), Set.of("d*")));
        assertThat(set.take()).isEqualTo(ALL);
        assertThat(set.size()).isZero();
    }
}
