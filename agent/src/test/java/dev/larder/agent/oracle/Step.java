package dev.larder.agent.oracle;

import java.time.Duration;

/** One thing that a client of the schedule does. It waits for a call to return, and for no fault to end. */
sealed interface Step {

    /** A call; its order says how long the answer is kept back if its body comes to ask the database. */
    record Call(int worker, Order order) implements Step {}

    /** @param worker whom it hits, where it is the fault of a worker or its connection */
    record Break(Fault fault, int worker, Duration lasting) implements Step {}
}
