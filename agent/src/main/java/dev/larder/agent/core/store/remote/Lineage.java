package dev.larder.agent.core.store.remote;

import java.util.List;
import java.util.function.BiPredicate;

/**
 * Where the data of a back end come from, as its servers say at one moment.
 *
 * <p>Each server appends what is written to a history, and counts how much that is. A server that takes another one's
 * place begins a history of its own and says where it left the former one. So it can be told whether it has all that was
 * written up to an earlier moment; what it has of what was written later nobody knows.
 *
 * @param servers those that have keys or may get some; empty if they do not tell
 */
public record Lineage(List<Server> servers) {

    /** Of a back end that does not tell. */
    public static final Lineage UNTOLD = new Lineage(List.of());

    public Lineage {
        servers = List.copyOf(servers);
    }

    /**
     * One server.
     *
     * @param process made anew each time it starts
     * @param history what it writes to
     * @param written how far that goes
     * @param former the history it followed before it began its own; empty for none
     * @param left where it left the former one: it has what was written before that, and nothing from there on
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

    /** Whether all servers of then are still there, so that nothing was lost; others may have joined. */
    public boolean isStill(Lineage earlier) {
        return covers(earlier, Server::isStill);
    }

    /**
     * As {@link #isStill}, of looks taken shortly one after the other on one connection. A server also begins a history
     * when the first replica joins it, and then names no former one; it would if it had been a replica itself meanwhile. One
     * that is a replica has no lineage: its history is another server's.
     */
    public boolean goesOn(Lineage earlier) {
        return covers(earlier, Server::goesOn);
    }

    /** Whether all that was written by then is there. */
    public boolean continues(Lineage earlier) {
        return covers(earlier, Server::continues);
    }

    private boolean covers(Lineage earlier, BiPredicate<Server, Server> isSuccessor) {
        return earlier.isTold()
                && earlier.servers.stream()
                        .allMatch(then -> servers.stream().anyMatch(now -> isSuccessor.test(now, then)));
    }
}
