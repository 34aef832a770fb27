package dev.larder.sample.community;

/**
 * How a project did, and where that puts it among the projects of its topic.
 *
 * @param activeDays days on which anything happened
 * @param medianMinutes at least half of the events took no longer
 * @param p95Minutes at least 19 of 20 events took no longer
 * @param longestPauseHours the longest time in which nothing happened
 * @param rank place in the topic by points, 1 being the first
 */
public record ProjectPerformance(
        long projectId,
        String name,
        String topic,
        long points,
        int events,
        int contributors,
        int activeDays,
        int medianMinutes,
        int p95Minutes,
        int longestPauseHours,
        int rank) {}
