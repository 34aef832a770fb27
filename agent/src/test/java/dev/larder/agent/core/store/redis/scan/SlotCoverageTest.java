package dev.larder.agent.core.store.redis.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SlotCoverageTest {

    private final SlotMap atA = map("0-16383", "");
    private final SlotMap oneOnItsWay = map("0-16383 [7->-b]", "[7-<-a]");
    private final SlotMap oneAtB = map("0-6 8-16383", "7");
    private final SlotMap twoAtB = map("0-6 9-16383", "7-8");

    @Test
    void onePass_nothingMoved_isEnough() {
        assertThat(new SlotCoverage(atA).isCompleteWith(atA)).isTrue();
    }

    /** A key may have gone from a server that was still to be scanned to one that was. */
    @Test
    void onePass_aSlotMoved_isNotEnough() {
        SlotCoverage coverage = new SlotCoverage(atA);
        assertThat(coverage.isCompleteWith(oneAtB)).isFalse();
        assertThat(coverage.isCompleteWith(oneAtB)).isTrue();
    }

    @Test
    void passes_anotherSlotMovesInEach_endAllTheSame() {
        SlotCoverage coverage = new SlotCoverage(atA);
        assertThat(coverage.isCompleteWith(oneAtB)).isFalse();
        assertThat(coverage.isCompleteWith(twoAtB)).isTrue();
    }

    @Test
    void twoPasses_aSlotOnItsWayAllTheWhile_areEnough() {
        SlotCoverage coverage = new SlotCoverage(oneOnItsWay);
        assertThat(coverage.isCompleteWith(oneOnItsWay)).isFalse();
        assertThat(coverage.isCompleteWith(oneOnItsWay)).isTrue();
    }

    @Test
    void passes_aMoveThatBeginsAndEnds_countNoneOfThem() {
        SlotCoverage coverage = new SlotCoverage(atA);
        assertThat(coverage.isCompleteWith(oneOnItsWay)).isFalse();
        assertThat(coverage.isCompleteWith(oneAtB)).isFalse();
        assertThat(coverage.isCompleteWith(atA)).isFalse();
        assertThat(coverage.isCompleteWith(atA)).isTrue();
    }

    @Test
    void passes_withAMasterThatNobodyAsked_countNothing() {
        SlotMap partial = SlotMap.of(List.of(SlotMapTest.view(
                "a 127.0.0.1:1@11 master - 0 0 1 connected 0-16383", "b 127.0.0.1:2@12 master - 0 0 2 connected")));
        SlotCoverage coverage = new SlotCoverage(partial);
        assertThat(coverage.isCompleteWith(partial)).isFalse();
        assertThat(coverage.isCompleteWith(atA)).isFalse();
        assertThat(coverage.isCompleteWith(atA)).isTrue();
    }

    private static SlotMap map(String slotsOfA, String slotsOfB) {
        String a = "a 127.0.0.1:1@11 master - 0 0 1 connected " + slotsOfA;
        String b = ("b 127.0.0.1:2@12 master - 0 0 2 connected " + slotsOfB).trim();
        return SlotMap.of(List.of(SlotMapTest.view(a, b), SlotMapTest.view(b, a)));
    }
}
