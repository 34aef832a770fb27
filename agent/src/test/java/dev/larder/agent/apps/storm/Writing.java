package dev.larder.agent.apps.storm;

import java.util.Arrays;

/**
 * One change: the row that its body writes, and what is promised once the call has returned.
 *
 * <p><b>Threads.</b> Confined to the thread that makes the call.
 */
final class Writing {

    private final SharedTruth truth;
    private final int row;
    private final int[] covers;
    private final long[] versions;
    private boolean coversWhatItWrites = true;

    /** @param covers the rows that the call evicts or puts */
    Writing(SharedTruth truth, int row, int... covers) {
        this.truth = truth;
        this.row = row;
        this.covers = covers;
        this.versions = new long[covers.length];
    }

    /** Nothing is promised of what is written after the eviction. */
    Writing evictedFirst() {
        look();
        coversWhatItWrites = false;
        return this;
    }

    /** What the body does that evicts. */
    void write() {
        truth.commit(row);
        if (coversWhatItWrites) {
            look();
        }
    }

    /** What the body does that puts what it writes: others may have written since, and their evictions are still to come. */
    long put() {
        long written = truth.commit(row);
        Arrays.fill(versions, written);
        return written;
    }

    /** The same for all rows that it covers, each with what is written of it. */
    long[] putAll() {
        for (int i = 0; i < covers.length; i++) {
            versions[i] = truth.commit(covers[i]);
        }
        return versions.clone();
    }

    /** All that has been committed by now is evicted, by whomever it was written. */
    private void look() {
        for (int i = 0; i < covers.length; i++) {
            versions[i] = truth.committed(covers[i]);
        }
    }

    int[] covers() {
        return covers;
    }

    /** The oldest version of {@code covers()[i]} that may be read from then on. */
    long version(int i) {
        return versions[i];
    }

    long versionOf(int row) {
        for (int i = 0; i < covers.length; i++) {
            if (covers[i] == row) {
                return versions[i];
            }
        }
        return 0;
    }
}
