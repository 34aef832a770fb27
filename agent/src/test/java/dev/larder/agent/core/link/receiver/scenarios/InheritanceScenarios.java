package dev.larder.agent.core.link.receiver.scenarios;

import static dev.larder.agent.core.link.receiver.scenarios.Compared.check;

import dev.larder.Cached;
import dev.larder.agent.core.link.receiver.scenarios.elsewhere.Doubled;
import dev.larder.agent.core.link.receiver.scenarios.elsewhere.Priced;
import java.util.ArrayList;
import java.util.List;

/** Methods that several classes have from a base class. */
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
