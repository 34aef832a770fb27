package dev.larder;

/** Where the results of a {@link Cached} method are kept. */
public enum Tier {

    /** In Redis, which all processes share; in the memory of this process while Redis is away, or where none is configured. */
    SHARED,

    /**
     * In Redis, with a copy in the memory of each process that reads it, for entries that are read far more often than they are
     * written. A hit on the copy needs no round trip. Redis tells each process when an entry has changed:
     * an eviction or a put drops the copy of this process before it returns, and those of others some milliseconds later.
     * A copy is not used any more if Redis has not answered for a second. Without Redis as {@link #SHARED}.
     */
    NEAR,

    /**
     * In the memory of this process only, whether there is a Redis or not. <b>Evictions and puts reach the entries of the process
     * that makes them, and no others.</b>
     */
    LOCAL
}
