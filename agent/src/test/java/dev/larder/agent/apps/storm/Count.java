package dev.larder.agent.apps.storm;

/** What a worker counts. */
public enum Count {
    READS,
    /** Reads that were allowed something older than the newest that any process had evicted. */
    EXEMPT,
    /** Of these, reads that made use of it. */
    BEHIND,
    /** Reads of copies that got what others had evicted 50 ms before or earlier. */
    LATE_COPIES,
    /** Calls that made older versions unreadable: they evicted, or put a new one. */
    EVICTIONS,
    VIOLATIONS,
    /** How often the agent's mode was seen to be another one than before. */
    MODE_CHANGES
}
