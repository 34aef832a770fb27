package dev.larder.agent.core.key.text;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Their fields are where the elements come from, and show nothing else. */
@SuppressWarnings("unused") // fields and methods are looked at in the class files
final class CollectionsOfElementsAlone {

    /** Where it begins, how long it is and what its hash is, only the contract's methods read. */
    private static final class Part extends AbstractList<String> {
        private final List<String> all = List.of("w", "x", "y", "z");
        private final int start =
                Integer.parseInt("1"); // no constant, which a compiler would put in the place of the field
        private int hash;

        @Override
        public String get(int index) {
            return all.get(at(index));
        }

        private int at(int index) {
            return start + index;
        }

        @Override
        public int size() {
            return all.size() - 2 * start;
        }

        @Override
        public boolean equals(Object other) {
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            hash = hash == 0 ? super.hashCode() : hash;
            return hash;
        }
    }

    private static final class Backwards extends AbstractList<String> {
        private final String[] all = {"y", "x"};
        private final int last = Integer.parseInt("1");

        /** A class of its own that goes through the elements. */
        private final class FromTheEnd implements Iterator<String> {
            private int index = last;

            @Override
            public boolean hasNext() {
                return index >= 0;
            }

            @Override
            public String next() {
                return all[index--];
            }
        }

        @Override
        public Iterator<String> iterator() {
            return new FromTheEnd();
        }

        @Override
        public String get(int index) {
            return all[last - index];
        }

        @Override
        public int size() {
            return all.length;
        }
    }

    /** What it is asked for besides are its elements. */
    private static final class WithMethods extends AbstractList<String> {
        private final List<String> elements = List.of("x", "y");

        String first() {
            return elements.get(0);
        }

        List<String> elements() {
            return elements;
        }

        @Override
        public String get(int index) {
            return elements.get(index);
        }

        @Override
        public int size() {
            return elements.size();
        }
    }

    /** An index of the elements, which says that it is made from them. */
    private static final class Indexed extends AbstractList<String> {
        private final List<String> elements = List.of("x", "y");
        private final transient Map<String, Integer> places = Map.of("x", 0, "y", 1);

        @Override
        public int indexOf(Object element) {
            return places.getOrDefault((String) element, -1);
        }

        @Override
        public String get(int index) {
            return elements.get(index);
        }

        @Override
        public int size() {
            return elements.size();
        }
    }

    static Stream<Object> all() {
        return Stream.of(new Part(), new Backwards(), new WithMethods(), new Indexed());
    }
}
