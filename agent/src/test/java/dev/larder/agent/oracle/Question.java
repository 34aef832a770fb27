package dev.larder.agent.oracle;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A body that waits for the database. The database has done its part already: an answer that is kept back for a while
 * is a slow one, and by the time it arrives it may be old.
 *
 * @param versions what was read or written, by key in the order of the question
 */
record Question(Worker worker, long number, Order order, Map<String, Long> versions) {

    /** The first of them. */
    String key() {
        return versions.keySet().iterator().next();
    }

    long version() {
        return versions.get(key());
    }

    void answer() {
        answer(versions);
    }

    /** With another version than the one there is, as a replica that lags would. */
    void answer(long version) {
        answer(Map.of(key(), version));
    }

    private void answer(Map<String, Long> read) {
        worker.tell("answer " + number + " " + String.join(",", read.keySet()) + " "
                + read.values().stream().map(String::valueOf).collect(Collectors.joining(",")) + " "
                + order.answer().padding());
    }
}
