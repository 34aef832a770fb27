package dev.larder.agent.core.behind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call waits for: the last write of each key at the moment when it began.
 *
 * <p><b>Threads.</b> Guarded by the lock of {@link Turns}; {@link #isOver} and {@link #failure} may be asked again by the
 * call when it has waited.
 */
final class AwaitedWrites {

    private final List<Lane> lanes = new ArrayList<>();
    private final List<BehindWrite> writes = new ArrayList<>();
    private final List<Integer> failuresBefore = new ArrayList<>();

    void add(Lane lane, BehindWrite write) {
        write.await();
        lanes.add(lane);
        writes.add(write);
        failuresBefore.add(lane.failures);
    }

    /** When the call waits no longer. */
    void release() {
        writes.forEach(BehindWrite::awaitNoMore);
    }

    boolean isOver() {
        return writes.stream().allMatch(BehindWrite::isOver);
    }

    /** What a write has thrown meanwhile; null if none has. */
    @Nullable
    Throwable failure() {
        for (int i = 0; i < writes.size(); i++) {
            if (!writes.get(i).isOver() && lanes.get(i).failures != failuresBefore.get(i)) {
                return lanes.get(i).lastFailure;
            }
        }
        return null;
    }
}
