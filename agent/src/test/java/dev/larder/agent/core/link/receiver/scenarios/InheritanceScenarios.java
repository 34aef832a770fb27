package dev.larder.agent.core.link.receiver.scenarios;

import static dev.larder.agent.core.link.receiver.scenarios.Compared.check;

import dev.larder.Cached;
import dev.larder.agent.core.link.receiver.scenarios.elsewhere.Doubled;
import dev.larder.agent.core.link.receiver.scenarios.elsewhere.Priced;
import java.util.ArrayList;
import java.util.List;

/** Methods that several classes have: inherited, overridden, implemented or generated. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
public final class InheritanceScenarios {

    private InheritanceScenarios() {}

    public static final class GenericBase implements Compared {
        record User(long id) {}

        record Order(long id) {}

        abstract static class Dao<T> {
            @Cached(ttl = 60)
            T find(long id) {
                return row(id);
            }

            @Cached(ttl = 60)
            List<T> all() {
                return List.of(row(1), row(2));
            }

            abstract T row(long id);
        }

        static final class Users extends Dao<User> {
            @Override
            User row(long id) {
                return new User(id);
            }
        }

        static final class Orders extends Dao<Order> {
            @Override
            Order row(long id) {
                return new Order(id);
            }
        }

        static class Typed<T> {
            private final Class<T> type;

            Typed(Class<T> type) {
                this.type = type;
            }

            @Cached(ttl = 60)
            T find(long id) {
                return type.cast(type == User.class ? new User(id) : new Order(id));
            }
        }

        @Override
        public List<List<Object>> calls() {
            List<List<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                User user = new Users().find(1);
                Order order = new Orders().find(1);
                User first = new Users().all().get(0);
                Order last = new Orders().all().get(1);
                User typedUser = new Typed<>(User.class).find(1);
                Order typedOrder = new Typed<>(Order.class).find(1);
                calls.add(check(new User(1), user));
                calls.add(check(new Order(1), order));
                calls.add(check(new User(1), first));
                calls.add(check(new Order(2), last));
                calls.add(check(new User(1), typedUser));
                calls.add(check(new Order(1), typedOrder));
            }
            return calls;
        }
    }

    public static final class GenericBaseWithKey implements Compared {
        record User(long id) {}

        record Order(long id) {}

        abstract static class Dao<T> {
            @Cached(key = "row:{id}", ttl = 60)
            T find(long id) {
                return row(id);
            }

            abstract T row(long id);
        }

        static final class Users extends Dao<User> {
            @Override
            User row(long id) {
                return new User(id);
            }
        }

        static final class Orders extends Dao<Order> {
            @Override
            Order row(long id) {
                return new Order(id);
            }
        }

        @Override
        public List<List<Object>> calls() {
            List<List<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                User user = new Users().find(1);
                Order order = new Orders().find(1);
                calls.add(check(new User(1), user));
                calls.add(check(new Order(1), order));
            }
            return calls;
        }
    }

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

    /** The JVM runs the superclass's method, whatever a class of another package calls the same. */
    public static final class MethodOfAnotherPackage implements Compared {
        static class Same extends Priced {
            Same(int price) {
                super(price);
            }

            int price() {
                return 0;
            }
        }

        static class Hidden extends Priced {
            Hidden(int price) {
                super(price);
            }

            private int price() {
                return 0;
            }
        }

        static class Shared extends Priced {
            Shared(int price) {
                super(price);
            }

            static int price() {
                return 0;
            }
        }

        /** Does override it, since a class between them made it public. */
        static class Free extends Doubled {
            private final int discount;

            Free(int discount) {
                super(1);
                this.discount = discount;
            }

            @Override
            public int price() {
                return 10 - discount;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("2 for 2", new Same(1).label(2)),
                    check("2 for 6", new Same(3).label(2)),
                    check("2 for 2", new Hidden(1).label(2)),
                    check("2 for 6", new Hidden(3).label(2)),
                    check("2 for 2", new Shared(1).label(2)),
                    check("2 for 6", new Shared(3).label(2)),
                    check("2 for 18", new Free(1).label(2)),
                    check("2 for 14", new Free(3).label(2)));
        }
    }
}
