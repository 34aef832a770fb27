package dev.larder.agent.core.store.remote;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;

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

    /**
     * Does what a call does on a miss: a read, and then a script. Reports nothing to the {@link RemoteListener}, since
     * its limit is not that of calls; nor do {@link #check}, {@link #lineage} and {@link #usedMemoryBytes}.
     */
    void probe(Budget budget) throws StoreException;

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

    /** Closes the connection and returns at once; commands under way fail. */
    @Override
    void close();
}
