package dev.larder.agent.core.failover.phase;

/** Which store answers. */
public enum Mode {
    /** Whether Redis is there is not known yet; nothing is found and nothing stored until it is. */
    INITIALIZING,
    /** Redis answers. */
    REDIS,
    /** Memory answers, because Redis is away or none is configured. */
    MEMORY,
    /** Redis is back and gets the evictions it missed; memory still answers. */
    RECOVERING,
    /** Nothing is cached, because an operator said so. */
    OFF
}
