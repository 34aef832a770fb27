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
    private int[] slots = {};
    private long begin;

    /** By the place of a slot in {@link #slots}, as the next two. */
    private final long[] own;

    private final long[] known;
    private final long[] returned;
    private long reads;
    private long exempt;
    private long behind;

    Checker(SharedTruth truth, int worker) {
        this.truth = truth;
        this.chronicle = truth.chronicle();
        this.worker = worker;
        this.own = new long[truth.rows()];
        this.known = new long[truth.rows()];
        this.returned = new long[truth.rows()];
    }

    /** Right before a call that reads these slots. */
    void begin(int... read) {
        slots = read;
        begin = System.nanoTime();
        for (int i = 0; i < read.length; i++) {
            int slot = read[i];
            returned[i] = truth.returned(slot); // before the next, which is raised first
            long told = truth.told(
                    slot); // before the next: what Redis was told later, a worker that is cut off does not know
            known[i] = truth.isCutOff(worker) ? truth.toldBeforeCut(worker, slot) : told;
            own[i] = truth.own(worker, slot);
        }
    }

    /** Right after it, with what it got of the first of them. */
    void got(long version) {
        got(0, version);
    }

    /** The same of the one at that place. */
    void got(int place, long version) {
        long promised = Math.max(own[place], known[place]);
        count(promised, version, returned[place]);
        if (version < promised || version > truth.committed(truth.rowOf(slots[place]))) {
            violation(place, version);
        }
    }

    private void count(long promised, long version, long evicted) {
        reads++;
        if (promised < evicted) {
            exempt++;
            behind += version < evicted ? 1 : 0;
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

    private void violation(int place, long version) {
        long end = System.nanoTime();
        int slot = slots[place];
        truth.count(worker, Count.VIOLATIONS, 1);
        if (truth.count(Count.VIOLATIONS) > REPORTED) {
            return;
        }
        List<String> story = chronicle.story(truth.rowOf(slot), slot, begin, end);
        StormApp.say("Stale read of slot " + slot + " by worker " + worker + " thread "
                + Thread.currentThread().getId() + ": version " + version + ", although "
                + Math.max(own[place], known[place])
                + " was promised (" + own[place] + " by this process, " + known[place] + " by all); it took "
                + (end - begin) / 1_000
                + " us. What happened to it, from the begin of the read:\n  " + String.join("\n  ", story));
    }
}
