package dev.larder.agent.apps.storm;

/** Whose evictions bind a read, besides those of its own process. */
enum Bound {
    ALL,

    /** Of other processes, those that had returned as long before as a copy is trusted: see {@code docs/patterns.md}. */
    NEAR,

    /** Nobody else's. */
    LOCAL
}
