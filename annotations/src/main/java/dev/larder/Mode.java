package dev.larder;

/** What the cache works with now. */
public enum Mode {

    /** Not decided yet: the stores are being started, or Redis is being connected to for the first time. */
    INITIALIZING,

    /** Redis: entries and counters are shared with other processes. */
    REDIS,

    /** The memory of this process, because no Redis is configured or it is away. */
    MEMORY,

    /** Redis is back and hears of the evictions it missed; memory still answers. */
    RECOVERING,

    /** Nothing is cached: no agent is attached, or an operator switched caching off. */
    OFF
}
