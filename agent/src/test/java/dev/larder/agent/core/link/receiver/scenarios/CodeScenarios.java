package dev.larder.agent.core.link.receiver.scenarios;

import static dev.larder.agent.core.link.receiver.scenarios.Compared.check;

import dev.larder.Cached;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/** All the code in which a cached method may read a field of its object. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
public final class CodeScenarios {

    private CodeScenarios() {}

    public static final class ThroughOwnMethods implements Compared {
        static class Base {
            private final String zone;

            Base(String zone) {
                this.zone = zone;
            }

            String zone() {
                return zone;
            }
        }

        static class Client extends Base {
            private final String host;
            private int port;

            Client(String host, int port, String zone) {
                super(zone);
                this.host = host;
                this.port = port;
            }

            @Cached(ttl = 60)
            String get(String path) {
                return url(path, 3);
            }

            private String url(String path, int depth) {
                return depth == 0 ? host() + zone() + path : url(path, depth - 1);
            }

            public String host() {
                return host + ":" + getPort();
            }

            public int getPort() {
                return port;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("a:1x/", new Client("a", 1, "x").get("/")),
                    check("b:1x/", new Client("b", 1, "x").get("/")),
                    check("a:2x/", new Client("a", 2, "x").get("/")),
                    check("a:1y/", new Client("a", 1, "y").get("/")));
        }
    }

    public static final class ThroughOverrides implements Compared {
        abstract static class Query {
            @Cached(ttl = 60)
            String run(int page) {
                return table() + page;
            }

            abstract String table();
        }

        static class Named extends Query {
            private final String name;

            Named(String name) {
                this.name = name;
            }

            @Override
            String table() {
                return name;
            }
        }

        static final class Quoted extends Named {
            private final char quote;

            Quoted(String name, char quote) {
                super(name);
                this.quote = quote;
            }

            @Override
            String table() {
                return quote + super.table() + quote;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("a1", new Named("a").run(1)),
                    check("b1", new Named("b").run(1)),
                    check("'a'1", new Quoted("a", '\'').run(1)),
                    check("-a-1", new Quoted("a", '-').run(1)),
                    check("-b-1", new Quoted("b", '-').run(1)));
        }
    }

    public static final class ThroughLambdas implements Compared {
        static class Shop {
            private final String currency;

            Shop(String currency) {
                this.currency = currency;
            }

            @Cached(ttl = 60)
            List<String> prices(int count) {
                List<String> prices = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    int price = i;
                    Supplier<String> text = () -> price + currency;
                    prices.add(text.get());
                }
                return prices;
            }

            @Cached(ttl = 60)
            String one(int price) {
                Function<Integer, String> text = this::text;
                return text.apply(price);
            }

            private String text(int price) {
                return price + currency;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check(List.of("0EUR"), new Shop("EUR").prices(1)),
                    check(List.of("0USD"), new Shop("USD").prices(1)),
                    check("1EUR", new Shop("EUR").one(1)),
                    check("1USD", new Shop("USD").one(1)));
        }
    }

    public static final class ThroughInnerClasses implements Compared {
        static class Report {
            private final String title;

            Report(String title) {
                this.title = title;
            }

            @Cached(ttl = 60)
            String print() throws Exception {
                return new Callable<String>() {
                    @Override
                    public String call() {
                        return "anonymous " + title;
                    }
                }.call();
            }

            @Cached(ttl = 60)
            String page() {
                return new Page().text();
            }

            final class Page {
                String text() {
                    return "page of " + title;
                }
            }

            @Cached(ttl = 60)
            String helped() {
                return Helper.describe(this);
            }
        }

        static final class Helper {
            static String describe(Object any) {
                return "helped " + ((Report) any).title;
            }
        }

        @Override
        public List<List<Object>> calls() {
            try {
                return List.of(
                        check("anonymous a", new Report("a").print()),
                        check("anonymous b", new Report("b").print()),
                        check("page of a", new Report("a").page()),
                        check("page of b", new Report("b").page()),
                        check("helped a", new Report("a").helped()),
                        check("helped b", new Report("b").helped()));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    public static final class ThroughStaticHelpers implements Compared {
        static class Account {
            private final String name;

            Account(String name) {
                this.name = name;
            }

            @Cached(ttl = 60)
            String label() {
                return label(1L, this);
            }

            private static String label(long first, Account account) {
                return first + account.name;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(check("1a", new Account("a").label()), check("1b", new Account("b").label()));
        }
    }

    public static final class ThroughText implements Compared {
        static class Account {
            private final String name;

            Account(String name) {
                this.name = name;
            }

            @Cached(ttl = 60)
            String label(int count) {
                return count + " of " + this;
            }

            @Override
            public String toString() {
                return name;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(check("1 of a", new Account("a").label(1)), check("1 of b", new Account("b").label(1)));
        }
    }
}
