package dev.larder.agent.oracle;

/**
 * The time in which the schedule kept a worker from Redis.
 *
 * @param begun a place in the one order, as in {@link Span}, before the first fault began
 * @param ended a place after the last one, when the worker had been seen to work with Redis again
 */
record Cut(int worker, long begun, long ended) {

    /** Whether a call was made in it, even in part. */
    boolean meets(Span call) {
        return worker == call.worker() && begun < call.returned() && call.sent() < ended;
    }

    /** Whether the worker has been kept from Redis all the time between two places. */
    boolean lasted(long since, long until) {
        return begun < since && until < ended;
    }
}
