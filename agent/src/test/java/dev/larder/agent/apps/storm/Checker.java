package dev.larder.agent.apps.storm;

import java.util.List;

/**
 * Checks reads on the thread that makes them, against what was promised when they began.
 *
 * <p>Before the call it takes the floors, see {@link SharedTruth}; after it, it compares. A floor only rises when an
 * eviction has returned, so whatever a read gets below it was evicted before the read began. A worker that is cut off from
 * Redis hears of no eviction but its own, until it is back. It is bound by these, and by what Redis had been told before it was
 * cut off: its memory begins empty.
 *
 * <p><b>Threads.</b> Confined to one thread.
 */
final class Checker {

    private static final int REPORTED = 3;
    private static final int PUBLISH_EVERY = 512;

    private final SharedTruth truth;
    private final Chronicle chronicle;
    private final int worker;
    private int slot;
    private long begin;
    private long own;
    private long known;
    private long returned;
    private long reads;
    private long exempt;
    private long behind;

    Checker(SharedTruth truth, int worker) {
        this.truth = truth;
        this.chronicle = truth.chronicle();
        this.worker = worker;
    }

    /** Right before a read of the slot. */
    void begin(int slot) {
        this.slot = slot;
        begin = System.nanoTime();
        returned = truth.returned(slot); // before the next, which is raised first
        long told =
                truth.told(slot); // before the next: what Redis was told later, a worker that is cut off does not know
        known = truth.isCutOff(worker) ? truth.toldBeforeCut(worker, slot) : told;
        own = truth.own(worker, slot);
    }

    /** Right after it, with what it got. */
    void got(long version) {
        long promised = Math.max(own, known);
        count(promised, version);
        if (version < promised || version > truth.committed(truth.rowOf(slot))) {
            violation(promised, version);
        }
    }

    private void count(long promised, long version) {
        reads++;
        if (promised < returned) {
            exempt++;
            behind += version < returned ? 1 : 0;
        }
        if (reads == PUBLISH_EVERY || exempt > 0) {
            publish();
        }
    }

    void publish() {
        truth.count(worker, Count.READS, reads);
        truth.count(worker, Count.EXEMPT, exempt);
        truth.count(worker, Count.BEHIND, behind);
        reads = 0;
        exempt = 0;
        behind = 0;
    }

    private void violation(long promised, long version) {
        long end = System.nanoTime();
        truth.count(worker, Count.VIOLATIONS, 1);
        if (truth.count(Count.VIOLATIONS) > REPORTED) {
            return;
        }
        List<String> story = chronicle.story(truth.rowOf(slot), slot, begin, end);
        StormApp.say("Stale read of slot " + slot + " by worker " + worker + " thread "
                + Thread.currentThread().getId() + ": version " + version + ", although " + promised + " was promised ("
                + own + " by this process, " + known + " by all); it took " + (end - begin) / 1_000
                + " us. What happened to it, from the begin of the read:\n  " + String.join("\n  ", story));
    }
}
