package dev.larder.agent.core.link.receiver.scenarios;

import static dev.larder.agent.core.link.receiver.scenarios.Compared.check;

import dev.larder.Cached;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Services that hold the same collaborators, others, or what turns out to be none. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
public final class CollaboratorScenarios {

    private CollaboratorScenarios() {}

    public static final class OtherCollaborators implements Compared {
        interface Repository {
            String find(long id);
        }

        static final class Schema implements Repository {
            private final String name;

            Schema(String name) {
                this.name = name;
            }

            @Override
            public String find(long id) {
                return name + id;
            }
        }

        static class Service {
            private final Repository repository;

            Service(Repository repository) {
                this.repository = repository;
            }

            @Cached(ttl = 60)
            String find(long id) {
                return repository.find(id);
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("a1", new Service(new Schema("a")).find(1)),
                    check("b1", new Service(new Schema("b")).find(1)),
                    check("a1", new Service(new Schema("a")).find(1)));
        }
    }

    public static final class SharedCollaborators implements Compared {
        static final class Repository {
            private final Object source;

            Repository(Object source) {
                this.source = source;
            }

            String find(long id) {
                return "row " + id;
            }
        }

        static class Service {
            private final Repository repository;

            Service(Repository repository) {
                this.repository = repository;
            }

            @Cached(ttl = 60)
            String find(long id) {
                return repository.find(id);
            }
        }

        @Override
        public List<List<Object>> calls() {
            Object source = new Object();
            Repository shared = new Repository(source);
            return List.of(check("row 1", new Service(shared).find(1)), check("row 1", new Service(shared).find(1)));
        }
    }

    /** They hold the same today; nobody knows for how long. */
    /** All that the method reads of them is one object. */
    public static final class CollaboratorsOfOneSource implements Compared {
        static final class Repository {
            private final Object source;

            Repository(Object source) {
                this.source = source;
            }
        }

        static class Service {
            private final Repository repository;

            Service(Repository repository) {
                this.repository = repository;
            }

            @Cached(ttl = 60)
            String find(long id) {
                return "row " + id + (repository.source == null);
            }
        }

        @Override
        public List<List<Object>> calls() {
            Object source = new Object();
            return List.of(
                    check("row 1false", new Service(new Repository(source)).find(1)),
                    check("row 1false", new Service(new Repository(source)).find(1)));
        }
    }

    public static final class MapThatFillsUp implements Compared {
        static class Rows {
            private final Map<String, Object> rows = new HashMap<>();

            @Cached(ttl = 60)
            String find(String name) {
                return name + rows.get(name);
            }
        }

        @Override
        public List<List<Object>> calls() {
            Rows first = new Rows();
            Rows second = new Rows();
            List<Object> before = check("xnull", first.find("x"));
            first.rows.put("y", 1);
            return List.of(before, check("y1", first.find("y")), check("ynull", second.find("y")));
        }
    }

    public static final class CollaboratorThatIsSet implements Compared {
        static class Service {
            private StringBuilder source;

            Service(StringBuilder source) {
                this.source = source;
            }

            @Cached(ttl = 60)
            String find(long id) {
                return source.toString() + id;
            }
        }

        @Override
        public List<List<Object>> calls() {
            StringBuilder source = new StringBuilder("a");
            Service first = new Service(source);
            Service second = new Service(source);
            List<Object> before = check("a1", first.find(1));
            first.source = new StringBuilder("b");
            return List.of(before, check("b2", first.find(2)), check("a2", second.find(2)));
        }
    }

    /** Behind a type that says nothing, where the list is part of a key as long as it is empty. */
    public static final class GroupOfCollaborators implements Compared {
        static class Holder<T> {
            private final T items;

            Holder(T items) {
                this.items = items;
            }

            @Cached(ttl = 60)
            String text(int x) {
                return x + items.toString();
            }
        }

        @Override
        public List<List<Object>> calls() {
            List<Object> one = new ArrayList<>();
            List<Object> other = new ArrayList<>();
            Holder<List<Object>> first = new Holder<>(one);
            Holder<List<Object>> second = new Holder<>(other);
            List<Object> empty = check("1[]", first.text(1));
            List<Object> alike = check("1[]", second.text(1));
            one.add(new StringBuilder("a"));
            other.add(new StringBuilder("b"));
            return List.of(empty, alike, check("2[a]", first.text(2)), check("2[b]", second.text(2)));
        }
    }

    public static final class StatelessCollaborators implements Compared {
        static final class Doubler {
            long of(long x) {
                return 2 * x;
            }
        }

        static class Service {
            private final Doubler doubler = new Doubler();
            private final Object lock = new Object();
            private final Function<Long, String> text;

            Service(Function<Long, String> text) {
                this.text = text;
            }

            @Cached(ttl = 60)
            String find(long id) {
                return text.apply(doubler.of(id)) + (lock == null);
            }
        }

        private static Service service() {
            return new Service(id -> "row " + id);
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("row 2false", service().find(1)),
                    check("row 2false", service().find(1)),
                    check("row 4false", service().find(2)),
                    check("2false", new Service(id -> "" + id).find(1)));
        }
    }

    public static final class OtherMutableState implements Compared {
        static final class Item {
            private final String name;

            Item(String name) {
                this.name = name;
            }
        }

        static class Cart {
            private final List<Item> items;
            private final StringBuilder note = new StringBuilder();

            Cart(List<Item> items, String note) {
                this.items = items;
                this.note.append(note);
            }

            @Cached(ttl = 60)
            String names() {
                StringBuilder names = new StringBuilder();
                items.forEach(item -> names.append(item.name));
                return names.toString();
            }

            @Cached(ttl = 60)
            String note() {
                return note.toString();
            }
        }

        @Override
        public List<List<Object>> calls() {
            Cart first = new Cart(List.of(new Item("a")), "x");
            Cart second = new Cart(List.of(new Item("b")), "y");
            return List.of(
                    check("a", first.names()),
                    check("b", second.names()),
                    check("x", first.note()),
                    check("y", second.note()));
        }
    }
}
