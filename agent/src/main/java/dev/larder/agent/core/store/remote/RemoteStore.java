package dev.larder.agent.core.store.remote;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;

/**
 * A store at the other end of one connection. When the connection goes, so does this store; a later connection is
 * another store, so that nothing begun on the one can end on the other.
 *
 * <p><b>Failure.</b> What befalls the connection is told to the {@link RemoteListener} it was made with, besides the
 * {@link StoreException} to the caller.
 */
public interface RemoteStore extends CacheStore, AutoCloseable {

    /** Makes sure that the other end lives and serves, and sets our notion of its clock. */
    void check(Budget budget) throws StoreException;

    /**
     * Does what a call does that finds nothing: reads, and then runs a script, one after the other. Tells the
     * {@link RemoteListener} nothing, nor do {@link #check}, {@link #lineage} and {@link #usedMemoryBytes}: their limits are
     * not those of calls.
     */
    void probe(Budget budget) throws StoreException;

    /** Where its data come from. */
    Lineage lineage(Budget budget) throws StoreException;

    /**
     * Makes all entries misses, with one command, unless that was done since the servers of {@code data} run. Returns when
     * nobody is served one of them any more.
     */
    void renew(Lineage data, Budget budget) throws StoreException;

    /** Whether it finds the keys of a pattern; else evicting a pattern evicts everything, of which nobody knows how much it is. */
    boolean findsKeys();

    /** What the other end says it uses, for everybody's data. */
    long usedMemoryBytes(Budget budget) throws StoreException;

    /** Returns at once; what waits for an answer fails. */
    @Override
    void close();
}
