package dev.larder.agent.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class StackRoomTest {

    private static final int STACK_BYTES = 1024 * 1024;

    /** So often that every compiler has had its turn. */
    private static final int CALLS = 200_000;

    private int deepest;
    private int ample;
    private int enough;
    private int little;

    /**
     * The first pass finds everything interpreted or half compiled, the last one compiled. A compiler that made the
     * frames small would leave a few hundred bytes.
     */
    @Test
    void isAmple_interpretedAndCompiled_leavesWhatItSays() throws Exception {
        for (int pass = 0; pass < 3; pass++) {
            onItsOwnStack(() -> dive(0));
            int bytesOfAFrame = STACK_BYTES / deepest;
            assertThat(ample * bytesOfAFrame).as("ample, pass " + pass).isBetween(30_000, 130_000);
            assertThat(little * bytesOfAFrame).as("little, pass " + pass).isBetween(11_000, 60_000);
            assertThat(enough * bytesOfAFrame).as("enough, pass " + pass).isBetween(5_000, 40_000);
            for (int i = 0; i < CALLS; i++) {
                assertThat(StackRoom.isAmple() && StackRoom.isEnoughForUpkeep(i))
                        .isTrue();
            }
        }
    }

    /** Returns the height above the deepest frame, and notes from which height on there is room. */
    private int dive(int depth) {
        int height;
        try {
            height = dive(depth + 1) + 1;
        } catch (StackOverflowError end) {
            deepest = depth;
            ample = 0;
            enough = 0;
            little = 0;
            return 0;
        }
        try {
            if (ample == 0) {
                note(height);
            }
        } catch (StackOverflowError end) {
            return height; // not even room to ask
        }
        return height;
    }

    private void note(int height) {
        if (enough == 0 && StackRoom.isEnoughForUpkeep(height)) {
            enough = height;
        }
        if (little == 0 && isLittle()) {
            little = height;
        }
        if (StackRoom.isAmple()) {
            ample = height;
        }
    }

    private static boolean isLittle() {
        try {
            StackRoom.requireLittle();
            return true;
        } catch (StackOverflowError tooLittle) {
            return false;
        }
    }

    private static void onItsOwnStack(Runnable work) throws Exception {
        FutureTask<Void> task = new FutureTask<>(work, null);
        new Thread(null, task, "dive", STACK_BYTES).start();
        task.get();
    }
}
