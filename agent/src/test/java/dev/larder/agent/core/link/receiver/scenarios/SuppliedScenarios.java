package dev.larder.agent.core.link.receiver.scenarios;

import static dev.larder.agent.core.link.receiver.scenarios.Clients.FIRST;
import static dev.larder.agent.core.link.receiver.scenarios.Clients.SECOND;
import static dev.larder.agent.core.link.receiver.scenarios.Clients.client;

import dev.larder.Cached;
import dev.larder.agent.core.link.receiver.scenarios.Clients.Client;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Services whose collaborators code hands out, and groups of collaborators that stay as they are, or that are none. */
@SuppressWarnings({"unused", "UnnecessaryLambda"}) // woven and called by their names
public final class SuppliedScenarios {

    private SuppliedScenarios() {}

    /** Code that nobody follows says which one it is. */
    public static final class ByASupplier implements Numbered {
        static class Service {
            private Client current;
            private final Supplier<Client> client = () -> current;

            @Cached(ttl = 60)
            String find(long id) {
                return client.get().get(id);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.current = client(n);
            return service.find(7);
        }
    }

    public static final class ByACallable implements Numbered {
        static class Service {
            private final Client[] current = new Client[1];
            private final Callable<Client> client = () -> current[0];

            @Cached(ttl = 60)
            String find(long id) throws Exception {
                return client.call().get(id);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.current[0] = client(n);
            try {
                return service.find(7);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The array is nowhere but in the lambda. */
    public static final class ByASupplierOverAnArray implements Numbered {
        static class Service {
            private final Supplier<Client> client;

            Service(Client[] box) {
                client = () -> box[0];
            }

            @Cached(ttl = 60)
            String find(long id) {
                return client.get().get(id);
            }
        }

        private final Client[] box = new Client[1];
        private final Service service = new Service(box);

        @Override
        public String call(int n) {
            box[0] = client(n);
            return service.find(7);
        }
    }

    /** The lambda is the same all the time, and asks another client each time. */
    public static final class ByALambdaOverTheObject implements Numbered {
        static class Service {
            private Client current;
            private final LongFunction<String> find = id -> current.get(id);

            @Cached(ttl = 60)
            String find(long id) {
                return find.apply(id);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.current = client(n);
            return service.find(7);
        }
    }

    public static final class DataInAGroup implements Numbered {
        record Constant(int n) implements Client {
            @Override
            public String get(long id) {
                return "got " + n;
            }
        }

        static class Service {
            private final List<Client> clients;

            Service(int n) {
                clients = List.of(FIRST, new Constant(n));
            }

            @Cached(ttl = 60)
            String find(long id) {
                return clients.get(1).get(id);
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find(7);
        }
    }

    public static final class MoreThanAreCompared implements Numbered {
        static class Service {
            private final List<Client> clients = new ArrayList<>(Collections.nCopies(65, FIRST));

            @Cached(ttl = 60)
            String find(long id) {
                return clients.get(64).get(id);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.clients.set(64, client(n));
            return service.find(7);
        }
    }

    /** What it hands out depends on nothing that the object holds. */
    public static final class BySupplierWithoutAnything implements Numbered {
        static class Service {
            private final Supplier<Client> client = () -> FIRST;

            @Cached(ttl = 60)
            String find(long id) {
                return client.get().get(id);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            return service.find(7);
        }
    }

    /** What they hand out cannot be exchanged. */
    public static final class BySuppliersOfWhatStays implements Numbered {
        static class Service {
            private final Client client = FIRST;
            private final Supplier<Client> lambda = () -> client;
            private final Supplier<Client> object = new Supplier<>() {
                @Override
                public Client get() {
                    return client;
                }
            };

            @Cached(ttl = 60)
            String find(long id) {
                return lambda.get() == object.get() ? client.get(id) : "";
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            return service.find(7);
        }
    }

    public static final class GroupsThatStay implements Numbered {
        static class Service {
            private final List<Client> some = List.of(FIRST, SECOND);
            private final List<Client> more = new ArrayList<>(some);
            private final Map<String, Client> byName = new HashMap<>(Map.of("eu", FIRST, "us", SECOND));

            @Cached(ttl = 60)
            String find(long id) {
                more.forEach(client -> client.get(id));
                return some.size() == more.size() ? byName.get("eu").get(id) : "";
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            return service.find(7);
        }
    }

    /** It is the method's own memory. */
    public static final class MapThatTheMethodFills implements Numbered {
        static class Service {
            private final Map<Long, Client> clients = new HashMap<>();

            @Cached(ttl = 60)
            String find(long id) {
                return clients.computeIfAbsent(id, absent -> FIRST).get(id);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            return service.find(7);
        }
    }

    /** Another service's own: what is in there is its way to data. */
    public static final class RegistryOfAnother implements Numbered {
        static class Registry {
            private final Map<String, Client> clients = new HashMap<>(Map.of("eu", FIRST));

            Client byName(String name) {
                return clients.get(name);
            }
        }

        static class Service {
            private final Registry registry = new Registry();

            @Cached(ttl = 60)
            String find(long id) {
                return registry.byName("eu").get(id);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            return service.find(7);
        }
    }
}
