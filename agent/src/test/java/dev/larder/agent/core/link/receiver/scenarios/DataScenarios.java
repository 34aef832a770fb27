package dev.larder.agent.core.link.receiver.scenarios;

import dev.larder.Cached;
import dev.larder.agent.core.link.receiver.scenarios.Held.Item;
import dev.larder.agent.core.link.receiver.scenarios.Held.Money;
import dev.larder.agent.core.link.receiver.scenarios.Held.Settings;
import java.util.HashMap;
import java.util.Map;

/** Services that hold data of the application, of which a key has what is read. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
public final class DataScenarios {

    private DataScenarios() {}

    public static final class Getter implements Numbered {
        static class Service {
            private final Settings settings;

            Service(int n) {
                settings = new Settings(n);
            }

            @Cached(ttl = 60)
            String find() {
                Settings mine = settings;
                return "got " + mine.number();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class FieldOfData implements Numbered {
        static class Service {
            private final Settings settings;

            Service(int n) {
                settings = new Settings(n);
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + settings.number;
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class MethodOfData implements Numbered {
        static class Service {
            private final Settings settings;

            Service(int n) {
                settings = new Settings(n);
            }

            @Cached(ttl = 60)
            String find() {
                return settings.got();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class DataOfData implements Numbered {
        static class Outer {
            private final Item item;

            Outer(Item item) {
                this.item = item;
            }

            Item item() {
                return item;
            }
        }

        static class Service {
            private final Outer outer;

            Service(int n) {
                outer = new Outer(new Item(n));
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + outer.item().number();
            }

            @Cached(ttl = 60)
            String direct() {
                return "got " + outer.item.number;
            }
        }

        @Override
        public String call(int n) {
            Service service = new Service(n);
            return service.find().equals(service.direct()) ? service.find() : "differ";
        }
    }

    public static final class DataHandedOn implements Numbered {
        static class Service {
            private final Item item;

            Service(int n) {
                item = new Item(n);
            }

            @Cached(ttl = 60)
            String find() {
                return String.valueOf((Object) item);
            }

            @Cached(ttl = 60)
            String joined() {
                return "" + item;
            }
        }

        @Override
        public String call(int n) {
            Service service = new Service(n);
            return service.find().equals(service.joined()) ? service.find() : "differ";
        }
    }

    public static final class DataThatChanges implements Numbered {
        static class Service {
            private final Settings settings = new Settings(0);

            @Cached(ttl = 60)
            String find() {
                return "got " + settings.number();
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.settings.setNumber(n);
            return service.find();
        }
    }

    public static final class NoData implements Numbered {
        static class Service {
            private final Item item;

            Service(Item item) {
                this.item = item;
            }

            @Cached(ttl = 60)
            String find() {
                return item == null ? "got 1" : "got " + (2 + item.number());
            }
        }

        @Override
        public String call(int n) {
            return new Service(n == 1 ? null : new Item(0)).find();
        }
    }

    public static final class RecordInAField implements Numbered {
        static class Service {
            private final Money money;

            Service(int n) {
                money = new Money(n);
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + money.cents();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class PlainGroups implements Numbered {
        static class Service {
            private final Map<String, Integer> map = new HashMap<>();
            private final int[] array = new int[1];

            @Cached(ttl = 60)
            String find() {
                return "got " + (map.get("n") + array[0]);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            service.map.put("n", n - 7);
            service.array[0] = 7;
            return service.find();
        }
    }

    public static final class EnclosingObject implements Numbered {
        private int number;

        class Service {
            @Cached(ttl = 60)
            String find() {
                return "got " + number;
            }
        }

        @Override
        public String call(int n) {
            number = n;
            return new Service().find();
        }
    }
}
