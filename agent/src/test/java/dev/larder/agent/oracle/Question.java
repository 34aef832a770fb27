package dev.larder.agent.oracle;

/**
 * A body that waits for the database. The database has done its part already: an answer that is kept back for a while
 * is a slow one, and by the time it arrives it may be old.
 *
 * @param version what was read or written
 */
record Question(Worker worker, long number, Order order, String key, long version) {

    void answer() {
        answer(version);
    }

    /** With another version than the one there is, as a replica that lags would. */
    void answer(long version) {
        worker.tell("answer " + number + " " + key + " " + version + " "
                + order.answer().padding());
    }
}
