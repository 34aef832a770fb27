package dev.larder.agent.core.link.receiver.scenarios;

import static dev.larder.agent.core.link.receiver.scenarios.Compared.check;

import dev.larder.Cached;
import java.util.ArrayList;
import java.util.List;

/** Methods of which something is to be said: of their written keys, or of what they change. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
public final class KeyScenarios {

    private KeyScenarios() {}

    public static final class WrittenKeys implements Compared {
        static class Client {
            private final String host;

            Client(String host) {
                this.host = host;
            }

            @Cached(key = "get:{path}", ttl = 60)
            String get(String path) {
                return host + path;
            }

            @Cached(key = "full:{this.host}:{path}", ttl = 60)
            String full(String path) {
                return host + path;
            }

            @Cached(key = "url:{this.url}:{path}", ttl = 60)
            String url(String path) {
                return host + path;
            }

            @Cached(key = "other:{path}", ttl = 60)
            String other(String path) {
                return path;
            }

            String url() {
                return "http://" + host;
            }
        }

        enum Unit {
            KM,
            MILE;

            @Cached(key = "convert:{x}", ttl = 60)
            String convert(int x) {
                return x + name();
            }

            @Cached(key = "named:{this.unit}:{x}", ttl = 60)
            String named(int x) {
                return x + name();
            }

            String unit() {
                return name();
            }
        }

        @Override
        public List<List<Object>> calls() {
            for (String host : List.of("a", "a", "b", "c", "b")) {
                Client client = new Client(host);
                client.get("/");
                client.full("/");
                client.url("/");
                client.other("/");
            }
            for (Unit unit : Unit.values()) {
                unit.convert(1);
                unit.named(1);
            }
            return List.of();
        }
    }

    public static final class CountsItsRuns implements Compared {
        static class Service {
            int runs;
            long total;

            @Cached(ttl = 60)
            String find(int id) {
                runs++;
                total += id;
                return "row " + id;
            }
        }

        @Override
        public List<List<Object>> calls() {
            Service service = new Service();
            service.find(1);
            service.find(1);
            service.find(1);
            return List.of(check(1, service.runs), check(1L, service.total));
        }
    }

    public static final class ReturnsItsRuns implements Compared {
        static class Counter {
            private int runs;

            @Cached(ttl = 60)
            int next() {
                return ++runs;
            }
        }

        @Override
        public List<List<Object>> calls() {
            Counter counter = new Counter();
            return List.of(check(1, counter.next()), check(2, counter.next()));
        }
    }

    public static final class ExtendsCollection implements Compared {
        static class Names extends ArrayList<String> {
            private static final long serialVersionUID = 1L;

            Names(String... names) {
                super(List.of(names));
            }

            @Cached(ttl = 60)
            String joined() {
                return String.join(",", this);
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(check("a", new Names("a").joined()), check("b", new Names("b").joined()));
        }
    }

    public static final class Constants implements Compared {
        enum Unit {
            KM,
            MILE;

            @Cached(ttl = 60)
            String convert(int x) {
                return x + " " + this;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(check("1 KM", Unit.KM.convert(1)), check("1 MILE", Unit.MILE.convert(1)));
        }
    }

    public static final class ConstantsWithBodies implements Compared {
        interface Rated {
            int rate();

            @Cached(ttl = 60)
            default String rated() {
                return "rated " + rate();
            }
        }

        enum Plan implements Rated {
            FREE {
                @Override
                public int rate() {
                    return 0;
                }
            },
            PAID {
                @Override
                public int rate() {
                    return 9;
                }
            };

            @Cached(ttl = 60)
            String price() {
                return "price " + rate();
            }
        }

        record Flat(int rate) implements Rated {}

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("price 0", Plan.FREE.price()),
                    check("price 9", Plan.PAID.price()),
                    check("rated 0", Plan.FREE.rated()),
                    check("rated 9", Plan.PAID.rated()),
                    check("rated 4", new Flat(4).rated()),
                    check("rated 5", new Flat(5).rated()));
        }
    }
}
