package dev.larder.agent.core.link.receiver.scenarios;

import dev.larder.Cached;

/** One service that is called with one collaborator and then with another. */
@SuppressWarnings("unused") // woven and called by their names
public final class ExchangeScenarios {

    private ExchangeScenarios() {}

    /** Two of them that differ, without saying in what. */
    interface Client {
        String get(long id);
    }

    private static Client client(int n) {
        return n == 1 ? new First() : new Second();
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

    public static final class BySetter implements Numbered {
        static class Service {
            private Client client;

            void setClient(Client client) {
                this.client = client;
            }

            @Cached(ttl = 60)
            String find(long id) {
                return client.get(id);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.setClient(client(n));
            return service.find(7);
        }
    }

    /** Of which only the second is. */
    public static final class OneOfTwo implements Numbered {
        static class Service {
            private Client idle = client(1);
            private Client client = client(1);

            void set(Client idle, Client client) {
                this.idle = idle;
                this.client = client;
            }

            @Cached(ttl = 60)
            String find(long id) {
                return idle.get(id).isEmpty() ? "" : client.get(id);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.set(service.idle, client(n));
            return service.find(7);
        }
    }

    public static final class ByAnotherClassOfTheFile implements Numbered {
        static class Service {
            private Client client;

            @Cached(ttl = 60)
            String find(long id) {
                return client.get(id);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.client = client(n);
            return service.find(7);
        }
    }

    /** The code is where all classes of the file are written. */
    public static final class ByTheOutermostClass implements Numbered {
        static class Service {
            private Client client;

            @Cached(ttl = 60)
            String find(long id) {
                return client.get(id);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            exchange(service, n);
            return service.find(7);
        }
    }

    private static void exchange(ByTheOutermostClass.Service service, int n) {
        service.client = client(n);
    }

    /** It is a constructor, but none of the object's. */
    public static final class ByAnothersConstructor implements Numbered {
        static class Service {
            private Client client;

            @Cached(ttl = 60)
            String find(long id) {
                return client.get(id);
            }
        }

        private static final class Setup {
            Setup(Service service, int n) {
                service.client = client(n);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            new Setup(service, n);
            return service.find(7);
        }
    }

    public static final class InASuperclass implements Numbered {
        abstract static class Base<C> {
            protected C client;

            void setClient(C client) {
                this.client = client;
            }
        }

        static class Service extends Base<Client> {
            @Cached(ttl = 60)
            String find(long id) {
                return client.get(id);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.setClient(client(n));
            return service.find(7);
        }
    }

    /** The method makes its collaborator when it first needs it. */
    public static final class MadeWhenNeeded implements Numbered {
        static class Service {
            private Client client;

            private Client client() {
                if (client == null) {
                    client = ExchangeScenarios.client(1);
                }
                return client;
            }

            @Cached(ttl = 60)
            String find(long id) {
                return client().get(id);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            return service.find(7);
        }
    }
}
