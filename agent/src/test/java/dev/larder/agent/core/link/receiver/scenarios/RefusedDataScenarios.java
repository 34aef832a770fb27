package dev.larder.agent.core.link.receiver.scenarios;

import dev.larder.Cached;
import dev.larder.agent.core.link.receiver.scenarios.Held.Item;
import dev.larder.agent.core.link.receiver.scenarios.Held.Range;
import dev.larder.agent.core.link.receiver.scenarios.Held.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Services with data that no key can have. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
public final class RefusedDataScenarios {

    private RefusedDataScenarios() {}

    public static final class ListOfItems implements Numbered {
        static class Service {
            private final List<Item> items;

            Service(int n) {
                items = List.of(new Item(n));
            }

            @Cached(ttl = 60)
            String find() {
                return items.get(0).toString();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class MapOfItems implements Numbered {
        static class Service {
            private final Map<String, Item> items = new ConcurrentHashMap<>();

            @Cached(ttl = 60)
            String find(String name) {
                return items.get(name).toString();
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.items.put("x", new Item(n));
            return service.find("x");
        }
    }

    public static final class ArrayOfItems implements Numbered {
        static class Service {
            private final Item[] items;

            Service(int n) {
                items = new Item[] {new Item(n)};
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + Arrays.asList(items).get(0).number;
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class Holders implements Numbered {
        static class Service {
            private final Optional<Item> optional;
            private final AtomicReference<Item> reference;
            private final AtomicInteger atomic;
            private final Supplier<String> supplier;
            private final StringBuilder text;

            Service(int n) {
                optional = Optional.of(new Item(n));
                reference = new AtomicReference<>(new Item(n));
                atomic = new AtomicInteger(n);
                supplier = () -> "got " + n;
                text = new StringBuilder("got " + n);
            }

            @Cached(ttl = 60)
            String optional() {
                return optional.get().toString();
            }

            @Cached(ttl = 60)
            String reference() {
                return reference.get().toString();
            }

            @Cached(ttl = 60)
            String atomic() {
                return "got " + atomic.get();
            }

            @Cached(ttl = 60)
            String supplier() {
                return supplier.get();
            }

            @Cached(ttl = 60)
            String text() {
                return text.toString();
            }
        }

        @Override
        public String call(int n) {
            Service service = new Service(n);
            String all =
                    service.optional() + service.reference() + service.atomic() + service.supplier() + service.text();
            return all.replace("got " + n, "").isEmpty() ? "got " + n : all;
        }
    }

    public static final class ListOfData implements Numbered {
        static class Service {
            private final Settings settings;

            Service(int n) {
                settings = new Settings(n);
            }

            @Cached(ttl = 60)
            String find() {
                return settings.items().get(0).toString();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class MapHandedOut implements Numbered {
        static class Catalogue {
            private final Map<Long, Item> items = new HashMap<>();

            Map<Long, Item> items() {
                return items;
            }
        }

        static class Service {
            private final Catalogue catalogue = new Catalogue();

            Service(int n) {
                catalogue.items.put(7L, new Item(n));
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + catalogue.items().get(7L).number;
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class GenericDataOfAnything implements Numbered {
        static class Service {
            private final Range<?> range;

            Service(int n) {
                range = new Range<>(n, n);
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + range.from();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class DataDeepInside implements Numbered {
        static class A {
            private final Item inner;

            A(Item inner) {
                this.inner = inner;
            }

            int number() {
                return inner.number();
            }
        }

        static class B {
            private final A inner;

            B(A inner) {
                this.inner = inner;
            }

            int number() {
                return inner.number();
            }
        }

        static class C {
            private final B inner;

            C(B inner) {
                this.inner = inner;
            }

            int number() {
                return inner.number();
            }
        }

        static class D {
            private final C inner;

            D(C inner) {
                this.inner = inner;
            }

            int number() {
                return inner.number();
            }
        }

        static class Service {
            private final D d;

            Service(int n) {
                d = new D(new C(new B(new A(new Item(n)))));
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + d.number();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class ExtendsList implements Numbered {
        static class Names extends ArrayList<String> {
            private static final long serialVersionUID = 1L;

            @Cached(ttl = 60)
            String joined() {
                return String.join(",", this);
            }
        }

        @Override
        public String call(int n) {
            Names names = new Names();
            names.add("got " + n);
            return names.joined();
        }
    }
}
