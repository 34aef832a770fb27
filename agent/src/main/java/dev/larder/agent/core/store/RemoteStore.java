package dev.larder.agent.core.store;

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

    /** Where its data come from. */
    Lineage lineage(Budget budget) throws StoreException;

    /** What the other end says it uses, for everybody's data. */
    long usedMemoryBytes(Budget budget) throws StoreException;

    /** Returns at once; what waits for an answer fails. */
    @Override
    void close();
}
