package dev.larder.agent.core.link.receiver.scenarios;

import static dev.larder.agent.core.link.receiver.scenarios.Clients.client;

import dev.larder.Cached;
import dev.larder.agent.core.link.receiver.scenarios.Clients.Client;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** One service that holds its collaborator in a container of the JDK, in which it is exchanged: its fields stay as they are. */
@SuppressWarnings("unused") // woven and called by their names
public final class ContainerScenarios {

    private ContainerScenarios() {}

    public static final class InAReference implements Numbered {
        static class Service {
            private final AtomicReference<Client> client = new AtomicReference<>();

            @Cached(ttl = 60)
            String find(long id) {
                return client.get().get(id);
            }

            void exchange(int n) {
                client.set(client(n));
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class InAnArray implements Numbered {
        static class Service {
            private final Client[] client = new Client[1];

            @Cached(ttl = 60)
            String find(long id) {
                return client[0].get(id);
            }

            void exchange(int n) {
                client[0] = client(n);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class InAnAtomicArray implements Numbered {
        static class Service {
            private final AtomicReferenceArray<Client> clients = new AtomicReferenceArray<>(1);

            @Cached(ttl = 60)
            String find(long id) {
                return clients.get(0).get(id);
            }

            void exchange(int n) {
                clients.set(0, client(n));
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class InAnOptional implements Numbered {
        static class Service {
            private Optional<Client> client = Optional.empty();

            @Cached(ttl = 60)
            String find(long id) {
                return client.orElseThrow().get(id);
            }

            void exchange(int n) {
                client = Optional.of(client(n));
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class InAWeakReference implements Numbered {
        static class Service {
            private WeakReference<Client> client = new WeakReference<>(null);

            @Cached(ttl = 60)
            String find(long id) {
                return client.get().get(id);
            }

            void exchange(int n) {
                client = new WeakReference<>(client(n));
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
