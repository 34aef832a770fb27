package dev.larder.agent.core.link.receiver.scenarios;

import dev.larder.Cached;
import dev.larder.agent.core.link.receiver.scenarios.Held.Item;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** Services with what services have, none of which tells apart what they return. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
public final class ServiceScenarios {

    private ServiceScenarios() {}

    /** What another class keeps in a map of its own is that class's business. */
    public static final class ServiceWithRowsOfItsOwn implements Numbered {
        static class Rows {
            private final Map<Long, Item> rows = new ConcurrentHashMap<>();

            Item find(long id) {
                return rows.computeIfAbsent(id, absent -> new Item(1));
            }

            int size() {
                return rows.size();
            }
        }

        static class Service {
            private final Rows rows = new Rows();

            @Cached(ttl = 60)
            String find(long id) {
                return "got " + rows.find(id).number;
            }

            @Cached(ttl = 60)
            int size() {
                return rows.size();
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            return service.size() > 1 ? "many" : service.find(7);
        }
    }

    /** Such as a distributed map's client. */
    public static final class MapOfALibrary implements Numbered {
        interface RemoteMap<K, V> extends Map<K, V> {}

        static final class RemoteItems extends HashMap<Long, Item> implements RemoteMap<Long, Item> {
            private static final long serialVersionUID = 1L;
        }

        static class Service {
            private final RemoteMap<Long, Item> items = new RemoteItems();

            @Cached(ttl = 60)
            String find() {
                return "got " + items.get(7L).number;
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.items.put(7L, new Item(n));
            return service.find();
        }
    }

    /** What services have, whatever it is: none of it tells apart what they return. */
    public static final class Collaborators implements Numbered {
        interface Repository {
            String find(long id);
        }

        static final class Rows implements Repository {
            private final Runnable source = () -> {};

            @Override
            public String find(long id) {
                source.run();
                return "got 1";
            }
        }

        static class Metrics {
            private long calls;
            private final AtomicInteger running = new AtomicInteger();

            void count() {
                calls++;
                running.incrementAndGet();
            }
        }

        static class Doubler {
            long of(long x) {
                return 2 * x;
            }
        }

        static class Service {
            private final Repository repository = new Rows();
            private final Rows rows = new Rows();
            private final List<Repository> all = List.of(repository);
            private final Map<String, Repository> byName = Map.of("x", repository);
            private final Supplier<Repository> lazy = () -> repository;
            private final Clock clock = Clock.systemUTC();
            private final ReentrantLock lock = new ReentrantLock();
            private final Object monitor = new Object();
            private final Function<String, String> text = x -> x;
            private final Metrics metrics = new Metrics();
            private final Doubler doubler = new Doubler();
            private final AtomicInteger calls = new AtomicInteger();

            @Cached(ttl = 60)
            String find(long id) {
                calls.incrementAndGet();
                metrics.count();
                lock.lock();
                try {
                    synchronized (monitor) {
                        byName.get("x").find(clock.millis());
                        all.forEach(one -> one.find(id));
                        lazy.get().find(id);
                        repository.find(id);
                        return text.apply(rows.find(doubler.of(id)));
                    }
                } finally {
                    lock.unlock();
                }
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            return service.find(7);
        }
    }
}
