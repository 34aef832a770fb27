package dev.larder.agent.core.key.text;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractQueue;
import java.util.AbstractSequentialList;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One over each skeleton of the JDK, and one over nothing, with a total beside its elements. */
@SuppressWarnings("unused") // fields and methods are looked at in the class files
final class CollectionsWithTotal {

    static final class SetWithTotal extends AbstractSet<String> {
        int total = 7;

        @Override
        public Iterator<String> iterator() {
            return List.of("x").iterator();
        }

        @Override
        public int size() {
            return 1;
        }
    }

    static final class CollectionWithTotal extends AbstractCollection<String> {
        int total = 7;

        @Override
        public Iterator<String> iterator() {
            return List.of("x").iterator();
        }

        @Override
        public int size() {
            return 1;
        }
    }

    static final class QueueWithTotal extends AbstractQueue<String> {
        int total = 7;

        @Override
        public Iterator<String> iterator() {
            return List.of("x").iterator();
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public boolean offer(String element) {
            return false;
        }

        @Override
        public @Nullable String poll() {
            return null;
        }

        @Override
        public String peek() {
            return "x";
        }
    }

    static final class SequenceWithTotal extends AbstractSequentialList<String> {
        int total = 7;

        @Override
        public ListIterator<String> listIterator(int index) {
            return List.of("x").listIterator(index);
        }

        @Override
        public int size() {
            return 1;
        }
    }

    static final class MapWithTotal extends AbstractMap<String, String> {
        int total = 7;

        @Override
        public Set<Map.Entry<String, String>> entrySet() {
            return Set.of(Map.entry("x", "y"));
        }
    }

    /** Nothing of the JDK's is above it. */
    static final class FromTheGroundUp implements Iterable<String>, Queue<String> {
        private final Queue<String> elements = new java.util.ArrayDeque<>(List.of("x"));
        private int total = 7;

        int sum() {
            return total;
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
        public boolean isEmpty() {
            return elements.isEmpty();
        }

        @Override
        public boolean contains(Object element) {
            return elements.contains(element);
        }

        @Override
        public Object[] toArray() {
            return elements.toArray();
        }

        @Override
        public <T> T[] toArray(T[] array) {
            return elements.toArray(array);
        }

        @Override
        public boolean add(String element) {
            return elements.add(element);
        }

        @Override
        public boolean remove(Object element) {
            return elements.remove(element);
        }

        @Override
        public boolean containsAll(Collection<?> others) {
            return elements.containsAll(others);
        }

        @Override
        public boolean addAll(Collection<? extends String> others) {
            return elements.addAll(others);
        }

        @Override
        public boolean removeAll(Collection<?> others) {
            return elements.removeAll(others);
        }

        @Override
        public boolean retainAll(Collection<?> others) {
            return elements.retainAll(others);
        }

        @Override
        public void clear() {
            elements.clear();
        }

        @Override
        public boolean offer(String element) {
            return elements.offer(element);
        }

        @Override
        public String remove() {
            return elements.remove();
        }

        @Override
        public @Nullable String poll() {
            return elements.poll();
        }

        @Override
        public String element() {
            return elements.element();
        }

        @Override
        public @Nullable String peek() {
            return elements.peek();
        }
    }

    private CollectionsWithTotal() {}

    /** One of each. */
    static Stream<Object> all() {
        return Stream.of(
                new SetWithTotal(),
                new CollectionWithTotal(),
                new QueueWithTotal(),
                new SequenceWithTotal(),
                new MapWithTotal(),
                new FromTheGroundUp());
    }
}
