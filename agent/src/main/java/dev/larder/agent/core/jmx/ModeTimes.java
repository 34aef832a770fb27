package dev.larder.agent.core.jmx;

/**
 * How long each mode has been in force since the stores started, in whole seconds.
 */
public record ModeTimes(
        long initializingSeconds, long redisSeconds, long memorySeconds, long recoveringSeconds, long offSeconds) {

    public static final ModeTimes NONE = new ModeTimes(0, 0, 0, 0, 0);
}
