package dev.larder.agent.core.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one annotation, as written: texts, numbers, names of constants, and lists of texts or classes.
 *
 * <p>The reader removes each attribute that it knows. The remaining ones are unknown to this agent, because the
 * annotations are newer: new attributes, and those with values of an unexpected kind.
 */
public final class AnnotationValues {

    private final Map<String, Object> values = new LinkedHashMap<>();

    public void put(String name, Object value) {
        values.put(name, value);
    }

    String text(String name, String absent) {
        String text = take(name, String.class);
        return text == null ? absent : text;
    }

    long number(String name, long absent) {
        Long number = take(name, Long.class);
        return number == null ? absent : number;
    }

    double decimal(String name, double absent) {
        Double number = take(name, Double.class);
        return number == null ? absent : number;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(take(name, Boolean.class));
    }

    /** A constant that this agent's enum lacks remains, and is unknown. */
    <E extends Enum<E>> E constant(String name, E absent) {
        if (!(values.get(name) instanceof Constant written)) {
            return absent;
        }
        for (E constant : absent.getDeclaringClass().getEnumConstants()) {
            if (constant.name().equals(written.name)) {
                values.remove(name);
                return constant;
            }
        }
        values.remove(name);
        values.put(name + " = " + written.name, new Other());
        return absent;
    }

    /** Empty if there are none. */
    List<String> texts(String name) {
        Texts texts = take(name, Texts.class);
        return texts == null ? List.of() : texts.all;
    }

    /** The names of classes, as {@link Class#getName} has them; empty if there are none. */
    List<String> classes(String name) {
        Classes classes = take(name, Classes.class);
        return classes == null ? texts(name) : classes.names; // an empty array is one of any type
    }

    private <T> @Nullable T take(String name, Class<T> type) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            return null;
        }
        values.remove(name);
        return type.cast(value);
    }

    /** The remaining attributes: names, or a name with the unknown constant. */
    List<String> unknown() {
        return List.copyOf(values.keySet());
    }

    /** The value of an enum attribute. */
    public record Constant(String name) {}

    /** The value of an attribute that is a string array. */
    public record Texts(List<String> all) {

        public Texts {
            all = List.copyOf(all);
        }
    }

    /** The value of an attribute that is an array of classes, which are not loaded. */
    public record Classes(List<String> names) {

        public Classes {
            names = List.copyOf(names);
        }
    }

    /** A value of another kind, which no known attribute has. */
    public record Other() {}
}
