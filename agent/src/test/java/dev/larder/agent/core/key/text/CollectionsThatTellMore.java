package dev.larder.agent.core.key.text;

import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Their state beside the elements is read by methods that a list has, too, or by those of another interface. */
@SuppressWarnings("unused") // fields and methods are looked at in the class files
final class CollectionsThatTellMore {

    private static final class Owner {}

    /** It has the equals and hashCode that a development environment writes. */
    private static final class ObjectInEquals extends AbstractCollection<String> {
        private final List<String> elements = List.of("x", "y");
        private final Owner owner = new Owner();

        Owner owner() {
            return owner;
        }

        @Override
        public Iterator<String> iterator() {
            return elements.iterator();
        }

        @Override
        public int size() {
            return elements.size();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ObjectInEquals cart && elements.equals(cart.elements) && owner.equals(cart.owner);
        }

        @Override
        public int hashCode() {
            return 31 * elements.hashCode() + owner.hashCode();
        }
    }

    private static final class ObjectInHashCode extends Elements {
        private final Owner meta = new Owner();

        Owner meta() {
            return meta;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode() + meta.hashCode();
        }
    }

    private static final class ObjectInToString extends Elements {
        private final Owner meta = new Owner();

        Owner meta() {
            return meta;
        }

        @Override
        public String toString() {
            return super.toString() + meta;
        }
    }

    private static final class TextInToString extends Elements {
        private final String title = String.valueOf(7);

        @Override
        public String toString() {
            return title + super.toString();
        }
    }

    private static final class ValueInEquals extends Elements {
        private final int total = Integer.parseInt("7");

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ValueInEquals list && total == list.total && super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    private static final class ValueOfAnotherInterface extends Elements implements Comparable<ValueOfAnotherInterface> {
        private final int rank = Integer.parseInt("7");

        @Override
        public int compareTo(ValueOfAnotherInterface other) {
            return rank - other.rank;
        }
    }

    private static final class ObjectOfAnotherInterface extends Elements implements Supplier<Owner> {
        private final Owner owner = new Owner();

        @Override
        public Owner get() {
            return owner;
        }
    }

    static Stream<Object> all() {
        return Stream.of(
                new ObjectInEquals(),
                new ObjectInHashCode(),
                new ObjectInToString(),
                new TextInToString(),
                new ValueInEquals(),
                new ValueOfAnotherInterface(),
                new ObjectOfAnotherInterface());
    }

    /** What it compares and writes is where its elements come from. */
    private static final class ElementsInEquals extends AbstractList<String> implements Cloneable {
        private final List<String> all = List.of("w", "x", "y", "z");
        private final int start = Integer.parseInt("1");

        @Override
        public String get(int index) {
            return all.get(start + index);
        }

        @Override
        public int size() {
            return all.size() - 2 * start;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ElementsInEquals part
                    ? start == part.start && all.equals(part.all)
                    : super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }

        @Override
        public String toString() {
            return all + " from " + start;
        }

        @Override
        public ElementsInEquals clone() throws CloneNotSupportedException {
            ElementsInEquals copy = (ElementsInEquals) super.clone();
            return copy.start == start ? copy : this;
        }
    }

    /** The package can read the size, as everybody can. */
    private static final class SizeOfThePackage extends AbstractList<String> {
        final String[] room = Arrays.copyOf(new String[] {"x", "y"}, 4);
        int size = 2;

        boolean isFull() {
            return size == room.length;
        }

        @Override
        public String get(int index) {
            return room[index];
        }

        @Override
        public int size() {
            return size;
        }
    }

    static Stream<Object> ofNothingElse() {
        return Stream.of(new ElementsInEquals(), new SizeOfThePackage());
    }
}
