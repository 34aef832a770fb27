package dev.larder.agent.apps.storm;

import java.util.List;

/**
 * Checks reads on the thread that makes them, against what was promised when they began.
 *
 * <p>Before the call it takes the floors, see {@link SharedTruth}; after it, it compares. A floor only rises when an
 * eviction has returned, so whatever a read gets below it was evicted before the read began. A worker that is cut off from
 * Redis hears of no eviction but its own, until it is back: then it alone is bound by nothing else.
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
    private boolean cutOff;
    private long begin;
    private long own;
    private long told;
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
        cutOff = truth.isCutOff(worker);
        returned = truth.returned(slot); // before the next, which is raised first
        told = truth.told(slot);
        own = truth.own(worker, slot);
    }

    /** Right after it, with what it got. */
    void got(long version) {
        long promised = own;
        if (told > own && !cutOff && !truth.isCutOff(worker)) {
            promised = told;
        }
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
                + own + " by this process, " + told + " by all); it took " + (end - begin) / 1_000
                + " us. What happened to it, from the begin of the read:\n  " + String.join("\n  ", story));
    }
}
