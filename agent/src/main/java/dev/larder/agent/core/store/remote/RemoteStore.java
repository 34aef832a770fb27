package dev.larder.agent.core.store.remote;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import java.util.List;
import java.util.Map;

/**
 * A store behind one connection. It ends with its connection. A later connection is another store, so that no operation
 * begins on one connection and ends on another.
 *
 * <p><b>Failure.</b> Outcomes are reported to the connection's {@link RemoteListener}, besides the {@link
 * StoreException} for the caller.
 */
public interface RemoteStore extends CacheStore, AutoCloseable {

    /** Checks that the back end is alive and serves, and reads its clock. */
    void check(Budget budget) throws StoreException;

    /** Checks with one command to each server that the connection is alive. */
    void ping(Budget budget) throws StoreException;

    /**
     * Does what a call does on a miss: a read, and then a script. Reports nothing to the {@link RemoteListener}, since
     * its limit is not that of calls; nor do {@link #check}, {@link #lineage} and {@link #usedMemoryBytes}.
     */
    void probe(Budget budget) throws StoreException;

    /**
     * Its clock less ours, as of the last check, at least: milliseconds by its clock, in the case of several servers by the one
     * that is behind the others, less those of our monotonic clock. The longer the answer took to be read, the less.
     */
    long leastClockOffsetMillis();

    /** The same at most, by the server that is ahead of the others. */
    long mostClockOffsetMillis();

    /** The history of its data. */
    Lineage lineage(Budget budget) throws StoreException;

    /**
     * Makes all entries misses with one command, unless that was done since the servers of {@code data} started.
     * Returns when no process serves them any more.
     */
    void renew(Lineage data, Budget budget) throws StoreException;

    /**
     * Whether it can find the keys of a pattern. If not, evicting a pattern evicts everything, and the number of keys
     * is unknown.
     */
    boolean findsKeys();

    /** The memory that the back end reports, for the data of all its users. */
    long usedMemoryBytes(Budget budget) throws StoreException;

    /** Whether copies can be kept. Asks for what they need, if nobody has. */
    default Telling telling(Budget budget) {
        return Telling.NEVER;
    }

    /**
     * Reads entries that nobody has asked for, and keeps copies of those that are there. The first call for one is answered from
     * memory, and no copy is older than that of a call would be.
     *
     * @param ids of readers that keep copies; so many that one round trip can take their values
     * @return how many are kept
     */
    default int readAhead(List<EntryId> ids, Budget budget) throws StoreException {
        return 0;
    }

    /** What {@link #noteUses} noted for all processes of the namespace: at most so many, and what was used lately counts more. */
    default MostUsed mostUsed(int most, Budget budget) throws StoreException {
        return new MostUsed(List.of(), 0);
    }

    /**
     * Notes what this process has used, for those that start later.
     *
     * @param most how many are to be kept, of all processes
     */
    default void noteUses(Map<EntryId, Integer> uses, int most, Budget budget) throws StoreException {}

    /** Closes the connection and returns at once; commands under way fail. */
    @Override
    void close();
}
