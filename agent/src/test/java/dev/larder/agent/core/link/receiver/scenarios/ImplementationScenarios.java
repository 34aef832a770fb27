package dev.larder.agent.core.link.receiver.scenarios;

import static dev.larder.agent.core.link.receiver.scenarios.Compared.check;

import dev.larder.Cached;
import dev.larder.agent.core.link.receiver.scenarios.elsewhere.Priced;
import java.util.List;

/** Methods that several classes have: implemented each in its own way, overridden, or generated. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
public final class ImplementationScenarios {

    private ImplementationScenarios() {}

    public static final class TemplateMethod implements Compared {
        abstract static class Greeter {
            @Cached(ttl = 60)
            String greet(String whom) {
                return word() + whom;
            }

            abstract String word();
        }

        static class English extends Greeter {
            @Override
            String word() {
                return "hello ";
            }
        }

        static class German extends Greeter {
            @Override
            String word() {
                return "hallo ";
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(check("hello a", new English().greet("a")), check("hallo a", new German().greet("a")));
        }
    }

    public static final class Generated implements Compared {
        static class Service {
            @Cached(ttl = 60)
            String find(long id) {
                return "row " + id;
            }
        }

        static class Service$$SpringCGLIB$$0 extends Service {
            private final Object callback = new Object();
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("row 1", new Service().find(1)), check("row 1", new Service$$SpringCGLIB$$0().find(1)));
        }
    }

    public static final class OneKeyOfTwoImplementations implements Compared {
        interface Rates {
            @Cached(key = "rate:{currency}", ttl = 60)
            double rate(String currency);

            @Cached(key = "name:{this.name}", ttl = 60)
            String named();

            String name();
        }

        static class Ecb implements Rates {
            @Override
            public double rate(String currency) {
                return 1.1;
            }

            @Override
            public String named() {
                return "ecb";
            }

            @Override
            public String name() {
                return "ecb";
            }
        }

        static final class Fed implements Rates {
            @Override
            public double rate(String currency) {
                return 2.2;
            }

            @Override
            public String named() {
                return "fed";
            }

            @Override
            public String name() {
                return "fed";
            }
        }

        static final class LoudEcb extends Ecb {
            @Override
            @Cached(key = "rate:{currency}", ttl = 60)
            public double rate(String currency) {
                return super.rate(currency);
            }
        }

        @Override
        public List<List<Object>> calls() {
            Rates ecb = new Ecb();
            ecb.rate("USD");
            new LoudEcb().rate("USD");
            Rates fed = new Fed();
            fed.rate("USD");
            fed.rate("EUR");
            return List.of(check("ecb", ecb.named()), check("fed", fed.named()));
        }
    }

    public static final class DefaultMethods implements Compared {
        interface Priced {
            long price();

            @Cached(ttl = 60)
            default String label() {
                return "price " + price();
            }
        }

        static class Book implements Priced {
            private final long price;

            Book(long price) {
                this.price = price;
            }

            @Override
            public long price() {
                return price;
            }
        }

        static class Gift implements Priced {
            @Override
            public long price() {
                return 0;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("price 1", new Book(1).label()),
                    check("price 2", new Book(2).label()),
                    check("price 0", new Gift().label()));
        }
    }
}
