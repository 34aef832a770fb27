package dev.larder.agent.core.store;

import dev.larder.agent.core.wait.Budget;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The turn to refresh one entry: of all processes that share the store, one has it at a time.
 *
 * <p>It saves work, and protects nothing. What a refresh stores is protected by the version of the value that it replaces: if the
 * entry was evicted, put, loaded or refreshed since that value was read, the store is refused.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public interface Turn {

    /** How long it lasts from when it was taken or last kept, so that of a process that was killed nothing stays. */
    Duration LASTING = Duration.ofSeconds(2);

    /** As {@link Lease#keepsReferences}. */
    boolean keepsReferences();

    /**
     * Stores the value if the entry still has {@code version}, and none of its tags was evicted since that was stored. The new
     * value carries the same tags. The turn may be over by then.
     *
     * @param staleMillis as for {@link Lease#store}
     * @return false if the entry has another value by now, or none
     */
    boolean replace(long version, StoredEntry entry, long ttlMillis, long staleMillis, Budget budget)
            throws StoreException;

    /** Keeps it for {@link #LASTING} from now on. Returns false if it is over. */
    boolean keep(Budget budget) throws StoreException;

    /**
     * Ends it. Harmless if it is over.
     *
     * @param restMillis for how long nobody has the turn; 0 for not at all
     */
    void end(long restMillis, Budget budget) throws StoreException;

    /** A version that no other stored value has, in any process: two are equal by accident once in 10^19 times. */
    static long newVersion() {
        return Versions.next();
    }

    /** Made when the first value is stored: seeding it may take a while. */
    final class Versions {

        private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

        private static final AtomicLong STATE = new AtomicLong(new SecureRandom().nextLong());

        private Versions() {}

        /** SplitMix64, which returns no number twice before it has returned all. */
        private static long next() {
            long mixed = STATE.addAndGet(STEP);
            mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
            mixed ^= mixed >>> 31;
            return mixed == StoredEntry.UNSTORED ? next() : mixed;
        }
    }
}
