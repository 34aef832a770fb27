package dev.larder.agent.apps.storm;

import java.util.List;

/**
 * Checks reads on the thread that makes them, against what was promised when they began.
 *
 * <p>Before the call it takes the floors, see {@link SharedTruth}; after it, it compares. A floor only rises when an
 * eviction has returned, so whatever a read gets below it was evicted before the read began. A worker that is cut off from
 * Redis hears of no eviction but its own, until it is back. It is bound by these, and by what Redis had been told some time before it was
 * cut off: its memory begins with what it has read, and the last message of Redis may be lost. Reads of copies and of what a process keeps for itself are bound by less, see {@link Bound}.
 *
 * <p><b>Threads.</b> Confined to one thread.
 */
final class Checker {

    private static final int REPORTED = 3;
    private static final int PUBLISH_EVERY = 512;

    /** How long a copy is trusted after the last sign of life from Redis. */
    private static final long TRUSTED_NANOS = 1_000_000_000;

    /** How soon after an eviction the copies of others have ended when all is well. */
    private static final long SOON_NANOS = 50_000_000;

    private final SharedTruth truth;
    private final Chronicle chronicle;
    private final int worker;
    private final ToldBefore toldBefore;
    private Verb verb = Verb.READ;
    private Bound bound = Bound.ALL;
    private int[] slots = {};
    private long begin;

    /** By the place of a slot in {@link #slots}, as the next three. */
    private final long[] own;

    private final long[] known;
    private final long[] soon;
    private final long[] returned;
    private long reads;
    private long exempt;
    private long behind;
    private long late;

    Checker(SharedTruth truth, int worker, ToldBefore toldBefore) {
        this.truth = truth;
        this.toldBefore = toldBefore;
        this.chronicle = truth.chronicle();
        this.worker = worker;
        this.own = new long[truth.rows()];
        this.known = new long[truth.rows()];
        this.soon = new long[truth.rows()];
        this.returned = new long[truth.rows()];
    }

    /** The next reads are of this kind, which a story tells. */
    void kind(Verb of) {
        verb = of;
    }

    /** Right before a call that reads these slots. */
    void begin(int... read) {
        begin(Bound.ALL, read);
    }

    /** The same of one that not all evictions bind. */
    void begin(Bound by, int... read) {
        bound = by;
        slots = read;
        begin = System.nanoTime();
        for (int i = 0; i < read.length; i++) {
            int slot = read[i];
            returned[i] = truth.returned(slot); // before the next, which is raised first
            long told = truth.told(
                    slot); // before the next: what Redis was told later, a worker that is cut off does not know
            known[i] = truth.isCutOff(worker) ? truth.toldBeforeCut(worker, slot) : told;
            if (by != Bound.ALL) {
                loosen(i);
            }
            own[i] = truth.own(worker, slot);
        }
    }

    private void loosen(int place) {
        int slot = slots[place];
        boolean isNear = bound == Bound.NEAR;
        soon[place] = isNear ? Math.min(known[place], toldBefore.floor(slot, begin - SOON_NANOS)) : 0;
        known[place] = isNear ? Math.min(known[place], toldBefore.floor(slot, begin - TRUSTED_NANOS)) : 0;
        returned[place] = Math.min(returned[place], known[place]); // what is allowed always is not exempt
    }

    /** Right after it, with what it got of the first of them. */
    void got(long version) {
        got(0, version);
    }

    /** The same of the one at that place. */
    void got(int place, long version) {
        long promised = Math.max(own[place], known[place]);
        count(promised, version, returned[place]);
        if (version < promised || version > truth.newest(slots[place])) {
            violation(place, version);
        } else if (bound == Bound.NEAR && version < soon[place]) {
            late++;
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
        truth.count(worker, Count.LATE_COPIES, late);
        reads = 0;
        exempt = 0;
        behind = 0;
        late = 0;
    }

    private void violation(int place, long version) {
        long end = System.nanoTime();
        int slot = slots[place];
        truth.count(worker, Count.VIOLATIONS, 1);
        if (truth.count(Count.VIOLATIONS) > REPORTED) {
            return;
        }
        List<String> story = chronicle.story(truth.rowOf(slot), slot, begin, end);
        StormApp.say("Stale " + verb + " of slot " + slot + " by worker " + worker + " thread "
                + Thread.currentThread().getId() + ": version " + version + ", although "
                + Math.max(own[place], known[place])
                + " was promised (" + own[place] + " by this process, " + known[place] + " by all); it took "
                + (end - begin) / 1_000
                + " us, in mode " + StormApp.mode() + ". What happened to it, from the begin of the read:\n  "
                + String.join("\n  ", story));
    }
}
