package dev.larder.agent.core.link.receiver.scenarios;

import static dev.larder.agent.core.link.receiver.scenarios.Clients.FIRST;
import static dev.larder.agent.core.link.receiver.scenarios.Clients.client;

import dev.larder.Cached;
import dev.larder.agent.core.link.receiver.scenarios.Clients.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The same of classes of the application that hold a collaborator. */
@SuppressWarnings("unused") // woven and called by their names
public final class HolderScenarios {

    private HolderScenarios() {}

    static class Holder {
        private Client client = FIRST;

        Client get() {
            return client;
        }

        void set(Client client) {
            this.client = client;
        }
    }

    static class Asking {
        private Client client = FIRST;

        String ask(long id) {
            return client.get(id);
        }

        void set(Client client) {
            this.client = client;
        }
    }

    static class Outer {
        private final Holder holder = new Holder();

        Holder holder() {
            return holder;
        }
    }

    static class Referring {
        private final AtomicReference<Client> client = new AtomicReference<>(FIRST);

        Client get() {
            return client.get();
        }
    }

    static class Listing {
        private final List<Client> clients = new ArrayList<>(List.of(FIRST));

        String ask(long id) {
            String found = "";
            for (Client client : clients) {
                found = client.get(id);
            }
            return found;
        }
    }

    public static final class InAHolder implements Numbered {
        static class Service {
            private final Holder holder = new Holder();

            @Cached(ttl = 60)
            String find(long id) {
                return holder.get().get(id);
            }

            void exchange(int n) {
                holder.set(client(n));
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class InAFieldOfAHolder implements Numbered {
        static class Service {
            private final Holder holder = new Holder();

            @Cached(ttl = 60)
            String find(long id) {
                return holder.client.get(id);
            }

            void exchange(int n) {
                holder.client = client(n);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class InAHolderThatAsks implements Numbered {
        static class Service {
            private final Asking holder = new Asking();

            @Cached(ttl = 60)
            String find(long id) {
                return holder.ask(id);
            }

            void exchange(int n) {
                holder.set(client(n));
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class InAHolderWithAReference implements Numbered {
        static class Service {
            private final Referring holder = new Referring();

            @Cached(ttl = 60)
            String find(long id) {
                return holder.get().get(id);
            }

            void exchange(int n) {
                holder.client.set(client(n));
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class InAHolderWithAList implements Numbered {
        static class Service {
            private final Listing holder = new Listing();

            @Cached(ttl = 60)
            String find(long id) {
                return holder.ask(id);
            }

            void exchange(int n) {
                holder.clients.set(0, client(n));
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class InAHolderOfAHolder implements Numbered {
        static class Service {
            private final Outer outer = new Outer();

            @Cached(ttl = 60)
            String find(long id) {
                return outer.holder().get().get(id);
            }

            void exchange(int n) {
                outer.holder.set(client(n));
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }
}
