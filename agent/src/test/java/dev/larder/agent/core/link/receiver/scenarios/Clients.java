package dev.larder.agent.core.link.receiver.scenarios;

/** Two collaborators that differ, without saying in what. */
final class Clients {

    static final Client FIRST = new First();
    static final Client SECOND = new Second();

    private Clients() {}

    interface Client {
        String get(long id);
    }

    static Client client(int n) {
        return n == 1 ? FIRST : SECOND;
    }

    private static final class First implements Client {
        @Override
        public String get(long id) {
            return "got 1";
        }
    }

    private static final class Second implements Client {
        @Override
        public String get(long id) {
            return "got 2";
        }
    }
}
