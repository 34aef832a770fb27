package dev.larder.agent.core.store.redis.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SlotMapTest {

    private static final String A = "a 127.0.0.1:1@11 master - 0 0 1 connected 0-5460";
    private static final String B = "b 127.0.0.1:2@12,host master - 0 0 2 connected 5461-10922";
    private static final String C = "c 127.0.0.1:3@13 master - 0 0 3 connected 10923-16382 16383";

    private final SlotMap quiet = SlotMap.of(views(A, B, C));

    @Test
    void of_viewsInAnyOrder_isTheSame() {
        SlotMap again = SlotMap.of(views(C, A, B));
        for (int slot = 0; slot < 16_384; slot++) {
            assertThat(again.isAlike(slot, quiet)).isTrue();
            assertThat(again.isMoving(slot)).isFalse();
        }
        assertThat(again.isWhole()).isTrue();
    }

    @Test
    void isMoving_slotOnItsWay_isSeenFromEitherSide() {
        assertThat(SlotMap.of(views(A + " [77->-b]", B, C)).isMoving(77)).isTrue();
        SlotMap importing = SlotMap.of(views(A, B + " [77-<-a]", C));
        assertThat(importing.isMoving(77)).isTrue();
        assertThat(importing.isMoving(78)).isFalse();
        assertThat(importing.isAlike(77, quiet)).isFalse();
        assertThat(importing.isAlike(78, quiet)).isTrue();
    }

    @Test
    void isAlike_slotOfAnotherServer_isNot() {
        SlotMap moved = SlotMap.of(views(A.replace("0-5460", "0-5459"), B + " 5460", C));
        assertThat(moved.isAlike(5460, quiet)).isFalse();
        assertThat(moved.isAlike(5459, quiet)).isTrue();
    }

    @Test
    void isWhole_masterThatWasNotAsked_isNot() {
        String joined = "d 127.0.0.1:4@14 master - 0 0 0 connected";
        assertThat(SlotMap.of(List.of(view(A, B, C, joined), view(B, A, C), view(C, A, B)))
                        .isWhole())
                .isFalse();
    }

    @Test
    void isWhole_replicasAndFailedMasters_doNotCount() {
        String replica = "d 127.0.0.1:4@14 slave a 0 0 1 connected";
        String failed = "e 127.0.0.1:5@15 master,fail - 0 0 0 disconnected";
        String coming = "f 127.0.0.1:6@16 handshake,master - 0 0 0 connected";
        assertThat(SlotMap.of(List.of(view(A, B, C, replica, failed, coming), view(B, A, C), view(C, A, B)))
                        .isWhole())
                .isTrue();
    }

    private static List<String> views(String first, String second, String third) {
        return List.of(view(first, second, third), view(second, third, first), view(third, first, second));
    }

    /** What the server of the first line says. */
    static String view(String own, String... others) {
        StringBuilder text = new StringBuilder();
        for (String other : others) {
            text.append(other.replaceAll(" \\[.*", "")).append('\n');
        }
        return text + own.replace(" master ", " myself,master ") + '\n';
    }
}
