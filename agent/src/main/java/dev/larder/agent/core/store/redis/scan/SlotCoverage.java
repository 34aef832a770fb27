package dev.larder.agent.core.store.redis.scan;

import io.lettuce.core.cluster.SlotHash;
import java.util.stream.IntStream;

/**
 * Tells for which slots passes over all servers have seen all keys, although slots may move meanwhile.
 *
 * <p>A pass misses a key only if the key moves during the pass. So all keys of a slot were seen
 *
 * <ol>
 *   <li>in a pass before and after which the slot was at the same server and not moving, or
 *   <li>in two consecutive passes if before, between and after them the slot was moving between the same two servers:
 *       a key moves that way once, and the pass in which it does not move sees it.
 * </ol>
 *
 * <p>A slot that ended its move during one pass does not move in the next. So moving many slots, one after the other,
 * does not keep a scan from ending.
 *
 * <p><b>Threads.</b> Confined to the thread that scans.
 */
final class SlotCoverage {

    private final int[] passesAlike = new int[SlotHash.SLOT_COUNT];
    private final boolean[] covered = new boolean[SlotHash.SLOT_COUNT];
    private SlotMap latest;

    SlotCoverage(SlotMap beforeFirstPass) {
        this.latest = beforeFirstPass;
    }

    /** Records that a pass has ended, with the slots after it. */
    boolean isCompleteWith(SlotMap after) {
        boolean whole = latest.isWhole() && after.isWhole();
        for (int slot = 0; slot < SlotHash.SLOT_COUNT; slot++) {
            passesAlike[slot] = whole && after.isAlike(slot, latest) ? passesAlike[slot] + 1 : 0;
            covered[slot] |= passesAlike[slot] >= (after.isMoving(slot) ? 2 : 1);
        }
        latest = after;
        return IntStream.range(0, SlotHash.SLOT_COUNT).allMatch(slot -> covered[slot]);
    }
}
