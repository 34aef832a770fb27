package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.json.stream.Shape;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What an application's results look like. */
final class Fixtures {

    private Fixtures() {}

    enum Color {
        RED,
        GREEN {
            @Override
            String tone() {
                return "calm";
            }
        },
        BLUE;

        String tone() {
            return "loud";
        }
    }

    record Address(String city, Optional<String> street) {}

    record Person(long id, String name, Address address, Set<Color> likes) {}

    record Order(BigDecimal total, Instant at, Map<Long, Set<Color>> tags, int[][] grid, byte[] raw) {}

    static class Page<T> {
        private final List<T> content;
        protected long total;

        Page(List<T> content, long total) {
            this.content = content;
            this.total = total;
        }

        List<T> content() {
            return content;
        }
    }

    /** Hides a field of its superclass, and binds its variable. */
    static final class PersonPage extends Page<Person> {
        private final String total = new String("hidden by name");
        transient int remembered;

        PersonPage(List<Person> content, long total) {
            super(content, total);
        }

        String hiddenTotal() {
            return total;
        }

        long inheritedTotal() {
            return super.total;
        }
    }

    /** No default constructor, final fields, and a constructor that must not run for a copy. */
    static final class Account {
        static int constructed;

        private final String owner;
        private final List<Integer> history;
        private boolean open = true;

        Account(String owner, List<Integer> history) {
            constructed++;
            this.owner = Objects.requireNonNull(owner);
            this.history = history;
        }

        void close() {
            open = false;
        }

        boolean isOpen() {
            return open;
        }

        List<Integer> history() {
            return history;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Account that
                    && owner.equals(that.owner)
                    && history.equals(that.history)
                    && open == that.open;
        }

        @Override
        public int hashCode() {
            return owner.hashCode();
        }
    }

    /** Its getters lie, as those of JPA entities and beans with derived properties do. */
    static final class Liar {
        private int value;
        Liar next;

        Liar(int value) {
            this.value = value;
        }

        public int getValue() {
            throw new IllegalStateException("a getter was called");
        }

        public void setValue(int value) {
            throw new IllegalStateException("a setter was called");
        }

        public boolean isBroken() {
            throw new IllegalStateException("an is-method was called");
        }

        int state() {
            return value;
        }
    }

    sealed interface Shape permits Circle, Square, Dot {}

    record Circle(double radius) implements Shape {}

    record Square(double side, Shape inside) implements Shape {}

    enum Dot implements Shape {
        DOT
    }

    sealed interface Result<T> permits Ok, Err {}

    record Ok<T>(T value) implements Result<T> {}

    record Err<T>(String reason) implements Result<T> {}

    interface Animal {}

    record Cat(String name) implements Animal {}

    static class Base {
        int a = 1;
    }

    static final class Derived extends Base {
        int b = 2;
    }

    static final class Node {
        Node next;
        int value;
    }

    /** Its constructor changes what it is given. */
    record Trimmed(String text) {
        Trimmed {
            text = text.trim();
        }
    }

    record TwoLists(List<String> first, List<String> second) {}

    record Loose(Object any, Number number, Comparable<?> comparable) {}
}
