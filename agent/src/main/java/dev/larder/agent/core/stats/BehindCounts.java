package dev.larder.agent.core.stats;

/**
 * The writes whose callers do not wait for them, at one moment.
 *
 * @param queued writes that wait or run, now
 * @param oldestMillis how long the oldest of these has waited; 0 if there is none
 * @param failures runs of such bodies that threw, since the last reset
 * @param lost values that were given up, since the last reset
 */
public record BehindCounts(long queued, long oldestMillis, long failures, long lost) {

    public static final BehindCounts NONE = new BehindCounts(0, 0, 0, 0);
}
