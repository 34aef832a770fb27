package dev.larder.agent.apps;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The structure of a value as one line of text, the same in each JVM: the class of every object, its fields down to the private ones,
 * numbers for identities, and what comes of an attempt to change each collection.
 *
 * <p>Elements without a defined order are sorted by their own text, so that two JVMs that hash differently print the same.
 */
public final class CanonicalDump {

    private static final Set<Class<?>> PLAIN_HASHES = Set.of(String.class, Integer.class, Long.class);

    private final StringBuilder text = new StringBuilder();
    private final Map<Object, Integer> numbers = new IdentityHashMap<>();
    private final List<Object> containers = new ArrayList<>();

    private CanonicalDump() {}

    public static String of(Object value) {
        CanonicalDump dump = new CanonicalDump();
        dump.value(value);
        return dump.text.toString();
    }

    /** The same, and for each collection and map which changes it accepts. Changes the value. */
    public static String withMutability(Object value) {
        CanonicalDump dump = new CanonicalDump();
        dump.value(value);
        dump.containers.forEach(container -> dump.text.append(' ').append(changes(container)));
        return dump.text.toString();
    }

    private void value(Object value) {
        if (value == null) {
            text.append("null");
        } else if (value instanceof Enum<?> constant) {
            text.append(constant.getDeclaringClass().getName()).append('.').append(constant.name());
        } else if (value instanceof Optional<?> optional) {
            text.append("Optional(");
            value(optional.orElse(null));
            text.append(')');
        } else if (isPlain(value)) {
            text.append(value.getClass().getSimpleName())
                    .append('(')
                    .append(quoted(value))
                    .append(')');
        } else if (isNew(value)) {
            content(value);
        }
    }

    private static boolean isPlain(Object value) {
        return value.getClass().getName().startsWith("java.")
                        && !(value instanceof Collection || value instanceof Map || value instanceof Map.Entry)
                        && !(value instanceof Date)
                || value.getClass().getName().startsWith("sun.");
    }

    /** Without line breaks. */
    private static String quoted(Object value) {
        StringBuilder quoted = new StringBuilder();
        value.toString().chars().forEach(c -> {
            if (c < ' ' || c > '~' || c == '\\') {
                quoted.append(String.format("\\%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.toString();
    }

    private boolean isNew(Object value) {
        Integer known = numbers.putIfAbsent(value, numbers.size());
        if (known != null) {
            text.append('#').append(known);
        }
        return known == null;
    }

    private void content(Object value) {
        text.append(value.getClass().getName());
        if (value.getClass().isArray()) {
            elements(Stream.iterate(0, i -> i < Array.getLength(value), i -> i + 1)
                    .map(i -> Array.get(value, i))
                    .toList());
        } else if (value instanceof Collection<?> collection) {
            containers.add(value);
            text.append(collection instanceof SortedSet<?> sorted ? order(sorted.comparator()) : "");
            elements(isOrdered(collection, collection) ? collection : sorted(collection));
        } else if (value instanceof Map<?, ?> map) {
            containers.add(value);
            text.append(map instanceof SortedMap<?, ?> sorted ? order(sorted.comparator()) : "");
            entries(map, isOrdered(map, map.keySet()) ? map.keySet() : sorted(map.keySet()));
        } else if (value instanceof Map.Entry<?, ?> entry) {
            containers.add(value);
            elements(java.util.Arrays.asList(entry.getKey(), entry.getValue()));
        } else if (value instanceof Date date) {
            text.append('(').append(date.getTime()).append(')');
        } else {
            fields(value);
        }
    }

    private static String order(Comparator<?> comparator) {
        return comparator == null ? "" : "<" + comparator.getClass().getName() + ">";
    }

    /** Whether the order of iteration is the same in each JVM. */
    private static boolean isOrdered(Object container, Collection<?> keys) {
        boolean isHashed = container instanceof HashMap || container instanceof HashSet;
        boolean isLinked = container instanceof java.util.LinkedHashMap || container instanceof LinkedHashSet;
        if (isHashed && !isLinked) {
            return keys.stream().allMatch(key -> key != null && PLAIN_HASHES.contains(key.getClass()));
        }
        return !(container instanceof java.util.concurrent.ConcurrentHashMap
                || container instanceof java.util.Hashtable
                || container.getClass().getName().contains("ImmutableCollections$Set")
                || container.getClass().getName().contains("ImmutableCollections$Map")
                || container.getClass().getName().contains("KeySetView"));
    }

    private static List<Object> sorted(Collection<?> elements) {
        List<Object> sorted = new ArrayList<>(elements);
        sorted.sort(Comparator.comparing(CanonicalDump::of));
        return sorted;
    }

    private void elements(Collection<?> elements) {
        text.append('[');
        for (Object element : elements) {
            value(element);
            text.append(',');
        }
        text.append(']');
    }

    private void entries(Map<?, ?> map, Collection<?> keys) {
        text.append('{');
        for (Object key : keys) {
            value(key);
            text.append('=');
            value(map.get(key));
            text.append(',');
        }
        text.append('}');
    }

    private void fields(Object value) {
        text.append('{');
        for (Class<?> type = value.getClass(); type != Object.class && type != null; type = type.getSuperclass()) {
            Map<String, Field> byName = new TreeMap<>();
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    byName.put(field.getName(), field);
                }
            }
            byName.forEach((name, field) -> {
                text.append(name).append('=');
                value(read(field, value));
                text.append(',');
            });
        }
        text.append('}');
    }

    private static Object read(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static String changes(Object container) {
        if (container instanceof Collection<?>) {
            @SuppressWarnings("unchecked") // what is added was an element, or is null
            Collection<Object> collection = (Collection<Object>) container;
            Object first = collection.isEmpty() ? null : collection.iterator().next();
            return outcome(() -> setFirst(collection))
                    + outcome(() -> collection.add(first))
                    + outcome(collection::clear);
        }
        if (container instanceof Map<?, ?>) {
            @SuppressWarnings("unchecked") // what is put was there
            Map<Object, Object> map = (Map<Object, Object>) container;
            Object key = map.isEmpty() ? null : map.keySet().iterator().next();
            Object value = map.isEmpty() ? null : map.get(key);
            return outcome(() -> map.put(key, value)) + outcome(map::clear);
        }
        @SuppressWarnings("unchecked") // the value that it has
        Map.Entry<Object, Object> entry = (Map.Entry<Object, Object>) container;
        return outcome(() -> entry.setValue(entry.getValue()));
    }

    private static void setFirst(Collection<Object> collection) {
        if (collection instanceof List<Object> list && !list.isEmpty()) {
            list.set(0, list.get(0));
        }
    }

    private static String outcome(Runnable change) {
        try {
            change.run();
            return "+";
        } catch (RuntimeException refused) {
            return "-" + refused.getClass().getSimpleName();
        }
    }
}
