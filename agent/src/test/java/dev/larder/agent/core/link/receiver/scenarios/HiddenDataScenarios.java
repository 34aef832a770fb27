package dev.larder.agent.core.link.receiver.scenarios;

import dev.larder.Cached;
import dev.larder.agent.core.link.receiver.scenarios.Held.Item;

/** Services with data that only the value shows, and with data that changes. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
public final class HiddenDataScenarios {

    private HiddenDataScenarios() {}

    public static final class DataBehindAnInterface implements Numbered {
        interface Numbered {
            int number();
        }

        record Config(int number) implements Numbered {}

        static class Service {
            private final Numbered numbered;

            Service(int n) {
                numbered = new Config(n);
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + numbered.number();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class DataBehindAVariable implements Numbered {
        static class Service<T> {
            private final T item;

            Service(T item) {
                this.item = item;
            }

            @Cached(ttl = 60)
            String find() {
                return item.toString();
            }
        }

        @Override
        public String call(int n) {
            return new Service<>(new Item(n)).find();
        }
    }

    /** Asked for what its own class says, it answers as a subclass with data does. */
    public static final class SubclassOfWhatHasNoData implements Numbered {
        static class Greeting {
            String text() {
                return "got nobody";
            }
        }

        static final class Numbered extends Greeting {
            private final int number;

            Numbered(int number) {
                this.number = number;
            }

            @Override
            String text() {
                return "got " + number;
            }
        }

        static class Service {
            private final Greeting greeting;

            Service(int n) {
                greeting = new Numbered(n);
            }

            @Cached(ttl = 60)
            String find() {
                return greeting.text();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class SubclassOfData implements Numbered {
        static final class Doubled extends Item {
            private final int more;

            Doubled(int more) {
                super(0);
                this.more = more;
            }

            @Override
            int number() {
                return more;
            }
        }

        static class Service {
            private final Item item;

            Service(int n) {
                item = new Doubled(n);
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + item.number();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class ChangedWhereItIs implements Numbered {
        static class Hits {
            private long n;

            long increment() {
                return ++n;
            }
        }

        static class Service {
            private final Hits hits = new Hits();
            private final int n;

            Service(int n) {
                this.n = n;
            }

            @Cached(ttl = 60)
            String find() {
                hits.increment();
                return "got " + n;
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class MutableConstant implements Numbered {
        enum Unit {
            KM;

            private int number;

            @Cached(ttl = 60)
            String find() {
                return "got " + number;
            }

            @Cached(key = "unit:{this.name}", ttl = 60)
            String written() {
                return "" + number;
            }
        }

        @Override
        public String call(int n) {
            Unit.KM.number = n;
            Unit.KM.written();
            return Unit.KM.find();
        }
    }
}
