package dev.larder.agent.oracle;

import java.util.List;
import java.util.stream.IntStream;

/** What can happen to a process, a connection or Redis, for a while. */
enum Fault {
    /** The worker does not run, and its sockets stay open. */
    WORKER_PAUSED,
    /** The worker's connections are cut; new ones are welcome. */
    CONNECTION_CUT,
    /** The worker's connections are cut and new ones refused. */
    CONNECTION_REFUSED,
    /** What the worker sends arrives later, even if it has given up or connected anew. */
    REQUESTS_HELD,
    /** What Redis answers arrives later. */
    ANSWERS_HELD,
    /** Redis dies and is started again, empty. */
    REDIS_RESTARTED,
    /** Redis does not run, and its sockets stay open. */
    REDIS_FROZEN,
    /** All clients' connections are cut by Redis. */
    CLIENTS_KILLED,
    /** A part of the keys moves to another node of the cluster, step by step. */
    SLOTS_MOVED;

    /** Two faults of one target do not happen at the same time. */
    enum Target {
        WORKER,
        CONNECTION,
        REDIS
    }

    /**
     * The workers that it keeps from Redis; a pause and a move of keys keep nobody from it.
     *
     * @param worker whom it hits, where it is the fault of a connection
     * @param workers how many there are
     */
    List<Integer> cutsOff(int worker, int workers) {
        if (this == WORKER_PAUSED || this == SLOTS_MOVED) {
            return List.of();
        }
        return target() == Target.CONNECTION
                ? List.of(worker)
                : IntStream.range(0, workers).boxed().toList();
    }

    Target target() {
        return switch (this) {
            case WORKER_PAUSED -> Target.WORKER;
            case CONNECTION_CUT, CONNECTION_REFUSED, REQUESTS_HELD, ANSWERS_HELD -> Target.CONNECTION;
            case REDIS_RESTARTED, REDIS_FROZEN, CLIENTS_KILLED, SLOTS_MOVED -> Target.REDIS;
        };
    }
}
