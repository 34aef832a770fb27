package dev.larder.agent.apps.storm;

import java.time.Duration;
import java.util.List;

/**
 * What the processes of a storm are like.
 *
 * @param busy threads of each that make one call after the other
 * @param waking threads of each that sleep in between, see {@link WakingStep}
 * @param rows of the database; a few of them are what most calls are about
 * @param parkEvery one load of so many is answered late
 * @param longestPark how late
 */
public record StormSettings(int busy, int waking, int rows, int parkEvery, Duration longestPark, long seed) {

    /** To be passed on a command line. */
    public List<String> words() {
        return List.of(
                String.valueOf(busy),
                String.valueOf(waking),
                String.valueOf(rows),
                String.valueOf(parkEvery),
                longestPark.toString(),
                String.valueOf(seed));
    }

    static StormSettings of(List<String> words) {
        return new StormSettings(
                Integer.parseInt(words.get(0)),
                Integer.parseInt(words.get(1)),
                Integer.parseInt(words.get(2)),
                Integer.parseInt(words.get(3)),
                Duration.parse(words.get(4)),
                Long.parseLong(words.get(5)));
    }
}
