package dev.larder.agent.core.codec.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.copy.layout.Slot;
import dev.larder.agent.core.codec.heap.Heap;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares two graphs: the same classes, the same content, and where one refers to an object twice so does the other. It shares
 * nothing with the code under test but the reading of fields.
 */
public final class SameGraph {

    private final Map<Object, Object> copies = new IdentityHashMap<>();
    private final Map<Object, Object> originals = new IdentityHashMap<>();
    private final Deque<Object> open = new ArrayDeque<>();
    private final List<Object> shared = new ArrayList<>();

    private SameGraph() {}

    /** Returns the objects that are in both. */
    public static List<Object> assertSame(@Nullable Object original, @Nullable Object copy) throws Exception {
        SameGraph graph = new SameGraph();
        graph.pair(original, copy, "$");
        for (Object next = graph.open.poll(); next != null; next = graph.open.poll()) {
            graph.compare(next, graph.copies.get(next));
        }
        return graph.shared;
    }

    private void pair(@Nullable Object original, @Nullable Object copy, String where) {
        if (original == copy) {
            if (original != null) {
                shared.add(original);
            }
            return;
        }
        assertThat(original).as(where).isNotNull();
        assertThat(copy).as(where).isNotNull();
        assertThat(copy.getClass()).as(where).isEqualTo(original.getClass());
        if (original instanceof String || original instanceof Integer) { // their identity is nobody's business
            assertThat(copy).as(where).isEqualTo(original);
            return;
        }
        Object known = copies.putIfAbsent(original, copy);
        Object back = originals.putIfAbsent(copy, original);
        assertThat(known == null || known == copy).as(where + " has one copy").isTrue();
        assertThat(back == null || back == original).as(where + " is one copy").isTrue();
        if (known == null) {
            open.add(original);
        }
    }

    private void compare(Object original, @Nullable Object copy) throws Exception {
        String where = original.getClass().getName();
        assertThat(copy).as(where).isNotNull();
        if (original instanceof Object[] array) {
            assertThat(Array.getLength(copy)).as(where).isEqualTo(array.length);
            for (int i = 0; i < array.length; i++) {
                pair(array[i], ((Object[]) copy)[i], where + "[" + i + "]");
            }
        } else if (original.getClass().isArray() || original instanceof Calendar) {
            assertThat(copy).as(where).isEqualTo(original);
        } else if (isContainer(original)) {
            pairAll(inTurn(original), inTurn(copy), where);
        } else {
            compareFields(original, copy);
        }
    }

    private static boolean isContainer(Object value) {
        boolean isOfTheJdk = value.getClass().getName().startsWith("java.util.")
                && !value.getClass().getName().contains("$");
        return isOfTheJdk && (value instanceof Map<?, ?> || value instanceof Iterable<?>);
    }

    private static Iterator<?> inTurn(Object container) {
        if (!(container instanceof Map<?, ?> map)) {
            return ((Iterable<?>) container).iterator();
        }
        List<@Nullable Object> all = new ArrayList<>();
        map.forEach((key, value) -> {
            all.add(key);
            all.add(value);
        });
        return all.iterator();
    }

    private void pairAll(Iterator<?> all, Iterator<?> others, String where) {
        int i = 0;
        while (all.hasNext()) {
            assertThat(others.hasNext()).as(where).isTrue();
            pair(all.next(), others.next(), where + " element " + i++);
        }
        assertThat(others.hasNext()).as(where).isFalse();
    }

    private void compareFields(Object original, Object copy) throws Exception {
        for (Class<?> owner = original.getClass(); owner != null; owner = owner.getSuperclass()) {
            for (Field field : owner.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !isView(field)) {
                    compareField(field, original, copy);
                }
            }
        }
    }

    /** A map's cache of its own view. */
    private static boolean isView(Field field) {
        return Map.class.isAssignableFrom(field.getDeclaringClass())
                && (Collection.class.isAssignableFrom(field.getType()) || field.getType() == Map.class)
                && Modifier.isTransient(field.getModifiers());
    }

    private void compareField(Field field, Object original, Object copy) {
        Slot slot = Slot.of(field);
        if (slot.isReference()) {
            pair(Heap.get(original, slot.offset()), Heap.get(copy, slot.offset()), field.toString());
        } else {
            assertThat(Heap.bits(copy, slot.offset(), slot.bytes()))
                    .as(field.toString())
                    .isEqualTo(Heap.bits(original, slot.offset(), slot.bytes()));
        }
    }
}
