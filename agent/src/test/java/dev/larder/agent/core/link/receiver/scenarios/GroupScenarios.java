package dev.larder.agent.core.link.receiver.scenarios;

import static dev.larder.agent.core.link.receiver.scenarios.Clients.FIRST;
import static dev.larder.agent.core.link.receiver.scenarios.Clients.SECOND;
import static dev.larder.agent.core.link.receiver.scenarios.Clients.client;

import dev.larder.Cached;
import dev.larder.agent.core.link.receiver.scenarios.Clients.Client;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The same of lists and maps of collaborators, in which one is exchanged or to which one is added. */
@SuppressWarnings("unused") // woven and called by their names
public final class GroupScenarios {

    private GroupScenarios() {}

    public static final class InAList implements Numbered {
        static class Service {
            private final List<Client> clients = new ArrayList<>(List.of(FIRST));

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

    public static final class AddedToAList implements Numbered {
        static class Service {
            private final List<Client> clients = new ArrayList<>(List.of(FIRST));

            @Cached(ttl = 60)
            String find(long id) {
                return clients.get(clients.size() - 1).get(id);
            }

            void exchange(int n) {
                clients.retainAll(List.of(FIRST));
                if (n == 2) {
                    clients.add(SECOND);
                }
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class InAMap implements Numbered {
        static class Service {
            private final Map<String, Client> clients = new HashMap<>();

            @Cached(ttl = 60)
            String find(long id) {
                return clients.get("eu").get(id);
            }

            void exchange(int n) {
                clients.put("eu", client(n));
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class AddedToAMap implements Numbered {
        static class Service {
            private final Map<String, Client> clients = new ConcurrentHashMap<>();

            @Cached(ttl = 60)
            String find(long id) {
                return clients.getOrDefault("b", FIRST).get(id);
            }

            void exchange(int n) {
                clients.clear();
                clients.put("a", FIRST);
                if (n == 2) {
                    clients.put("b", SECOND);
                }
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class InAnUnmodifiableView implements Numbered {
        static class Service {
            private final List<Client> all = new ArrayList<>(List.of(FIRST));
            private final Collection<Client> clients = Collections.unmodifiableCollection(all);

            @Cached(ttl = 60)
            String find(long id) {
                return clients.iterator().next().get(id);
            }

            void exchange(int n) {
                all.set(0, client(n));
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class InAListOfReferences implements Numbered {
        static class Service {
            private final List<AtomicReference<Client>> clients = List.of(new AtomicReference<>());

            @Cached(ttl = 60)
            String find(long id) {
                return clients.get(0).get().get(id);
            }

            void exchange(int n) {
                clients.get(0).set(client(n));
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.exchange(n);
            return service.find(7);
        }
    }

    public static final class InAMapOfLists implements Numbered {
        static class Service {
            private final Map<String, List<Client>> clients = Map.of("eu", new ArrayList<>(List.of(FIRST)));

            @Cached(ttl = 60)
            String find(long id) {
                return clients.get("eu").get(0).get(id);
            }

            void exchange(int n) {
                clients.get("eu").set(0, client(n));
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
