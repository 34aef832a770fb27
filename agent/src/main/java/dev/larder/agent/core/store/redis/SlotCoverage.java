package dev.larder.agent.core.store.redis;

import io.lettuce.core.cluster.SlotHash;
import java.util.stream.IntStream;

/**
 * Of which slots all keys were seen by passes over all servers, although slots move meanwhile.
 *
 * <p>A pass misses a key only if that moves during the pass. So of a slot all keys were seen
 *
 * <ol>
 *   <li>in a pass before and after which the slot lay quietly at the same server, or
 *   <li>in two passes in a row before, between and after which it was on its way from one server to another, the same
 *       ones each time: a key moves that way once, and is seen by the pass in which it does not.
 * </ol>
 *
 * <p>A slot that ended its move during one pass lies quietly in the next. So moving many slots, one after the other,
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

    /** Takes in that a pass has ended, and what the slots are like after it. */
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
