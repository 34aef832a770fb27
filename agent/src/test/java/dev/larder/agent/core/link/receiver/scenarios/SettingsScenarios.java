package dev.larder.agent.core.link.receiver.scenarios;

import dev.larder.Cached;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Services with settings in which there is more than data: a logger, a lock, what may be anything, what is abstract. */
@SuppressWarnings("unused") // woven and called by their names
public final class SettingsScenarios {

    private SettingsScenarios() {}

    abstract static class Strategy {
        abstract void run();
    }

    /** The method reads a number of the settings, and nothing of what is beside it. */
    static class Settings {
        private final System.Logger log = System.getLogger("settings");
        private final Object lock = new Object();
        private final Strategy strategy = new Strategy() {
            @Override
            void run() {
                // It has nothing to do.
            }
        };
        private final Object anything;
        private final String word;
        private final Map<String, Integer> numbers;
        private final List<Item> items;

        Settings(int n) {
            anything = n;
            word = n == 1 ? " got1 " : " got2 ";
            numbers = Map.of("got", n);
            items = List.of(new Item(n));
        }

        String logged() {
            log.log(System.Logger.Level.TRACE, "asked");
            return "got " + number("got");
        }

        String composed() {
            return word.strip().replace("got", "got ").toLowerCase(Locale.ROOT);
        }

        int number(String name) {
            return numbers.get(name);
        }

        String anything() {
            return "got " + anything;
        }

        String items() {
            return "got " + items.get(0).number;
        }

        void run() {
            strategy.run();
        }
    }

    static class Item {
        private final int number;

        Item(int number) {
            this.number = number;
        }
    }

    public static final class MethodThatLogs implements Numbered {
        static class Service {
            private final Settings settings;

            Service(int n) {
                settings = new Settings(n);
            }

            @Cached(ttl = 60)
            String find() {
                return settings.logged();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class MethodWithAParameter implements Numbered {
        static class Service {
            private final Settings settings;

            Service(int n) {
                settings = new Settings(n);
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + settings.number("got");
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class MethodThatComposes implements Numbered {
        static class Service {
            private final Settings settings;

            Service(int n) {
                settings = new Settings(n);
            }

            @Cached(ttl = 60)
            String find() {
                return settings.composed();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class ValueBehindObject implements Numbered {
        static class Service {
            private final Settings settings;

            Service(int n) {
                settings = new Settings(n);
            }

            @Cached(ttl = 60)
            String find() {
                return settings.anything();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class ReadInTheField implements Numbered {
        static class Service {
            private final Settings settings;

            Service(int n) {
                settings = new Settings(n);
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + settings.numbers.get("got");
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    /** An object of which all but its logger is data counts as data, as a whole as well. */
    public static final class LoggerBesideData implements Numbered {
        static class Range {
            private final System.Logger log = System.getLogger("range");
            private final int number;

            Range(int number) {
                this.number = number;
            }

            @Override
            public String toString() {
                log.log(System.Logger.Level.TRACE, "asked");
                return "got " + number;
            }
        }

        static class Service {
            private final System.Logger log = System.getLogger("service");
            private final Range range;

            Service(int n) {
                range = new Range(n);
            }

            @Cached(ttl = 60)
            String find() {
                log.log(System.Logger.Level.TRACE, "asked");
                return String.valueOf((Object) range);
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class ItemsThatNoKeyCanHave implements Numbered {
        static class Service {
            private final Settings settings;

            Service(int n) {
                settings = new Settings(n);
            }

            @Cached(ttl = 60)
            String find() {
                return settings.items();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    /** What asks its own collaborators is one, whatever plain fields it has. */
    public static final class ServiceBehindTheService implements Numbered {
        static class Rows {
            private final Runnable source = () -> {};
            private final String table;

            Rows(String table) {
                this.table = table;
            }

            String find(long id) {
                source.run();
                return table.isEmpty() ? "" : "got 1";
            }
        }

        static class Service {
            private final Rows rows = new Rows("rows");
            private final Settings settings = new Settings(1);

            @Cached(ttl = 60)
            String find() {
                settings.run();
                return rows.find(7);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            return service.find();
        }
    }
}
