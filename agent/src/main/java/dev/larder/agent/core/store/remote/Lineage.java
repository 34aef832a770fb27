package dev.larder.agent.core.store.remote;

import java.util.List;
import java.util.function.BiPredicate;

/**
 * The history of a back end's data, as its servers report it at one moment.
 *
 * <p>Each server appends writes to a history and counts its length. A server that replaces another one begins its own
 * history and reports where it left the former one. So it is known whether a server has all writes up to an earlier
 * moment. Which later writes it has is unknown.
 *
 * @param servers those that have keys or may get some; empty if unknown
 */
public record Lineage(List<Server> servers) {

    /** For a back end that does not report it. */
    public static final Lineage UNKNOWN = new Lineage(List.of());

    public Lineage {
        servers = List.copyOf(servers);
    }

    /**
     * One server.
     *
     * @param process the id of its process, new at each start
     * @param history the id of its history
     * @param written the length of its history
     * @param former the history it followed before its own; empty for none
     * @param left where it left the former history: it has all writes before that, and none after
     */
    public record Server(String process, String history, long written, String former, long left) {

        private boolean isStill(Server earlier) {
            return process.equals(earlier.process) && history.equals(earlier.history);
        }

        private boolean goesOn(Server earlier) {
            return process.equals(earlier.process) && (history.equals(earlier.history) || former.isEmpty());
        }

        private boolean continues(Server earlier) {
            return isStill(earlier) || (former.equals(earlier.history) && left > earlier.written);
        }
    }

    public boolean isTold() {
        return !servers.isEmpty();
    }

    /** Whether all servers of {@code earlier} are still there, so that nothing was lost; others may have joined. */
    public boolean isStill(Lineage earlier) {
        return covers(earlier, Server::isStill);
    }

    /**
     * As {@link #isStill}, for two looks shortly after each other on one connection. A server also begins a new history
     * when its first replica joins, and then reports no former one; it would if it had been a replica in between. A
     * replica has no lineage, since its history is another server's.
     */
    public boolean goesOn(Lineage earlier) {
        return covers(earlier, Server::goesOn);
    }

    /** Whether all writes up to {@code earlier} are there. */
    public boolean continues(Lineage earlier) {
        return covers(earlier, Server::continues);
    }

    private boolean covers(Lineage earlier, BiPredicate<Server, Server> isSuccessor) {
        return earlier.isTold()
                && earlier.servers.stream()
                        .allMatch(then -> servers.stream().anyMatch(now -> isSuccessor.test(now, then)));
    }
}
