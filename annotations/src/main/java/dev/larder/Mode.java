package dev.larder;

/** The store that the cache uses now. */
public enum Mode {

    /** Not known yet: the stores are starting, or connecting to Redis for the first time. */
    INITIALIZING,

    /** Redis: entries and counters are shared with other processes. */
    REDIS,

    /** The memory of this process, because no Redis is configured or it is away. */
    MEMORY,

    /** Redis is back and receives the evictions it missed; memory still answers. */
    RECOVERING,

    /** Nothing is cached: no agent is attached, or an operator switched caching off. */
    OFF
}
