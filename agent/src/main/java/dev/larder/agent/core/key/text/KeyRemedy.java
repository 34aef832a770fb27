package dev.larder.agent.core.key.text;

import dev.larder.agent.core.type.PropertyMembers;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What to write instead of a placeholder whose value cannot be part of a key, so that it can be followed as it stands. */
final class KeyRemedy {

    /** Their properties throw if they are, and others say too little. */
    private static final Set<Class<?>> MAY_BE_EMPTY =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private KeyRemedy() {}

    /**
     * For a value of a class that cannot be part of a key.
     *
     * @param place the placeholder
     * @param type what it stands for
     */
    static String instead(String place, Class<?> type) {
        String property = MAY_BE_EMPTY.contains(type) ? null : propertyOf(type);
        return property == null || !isPath(place)
                ? inside(place)
                : "Write a template that names what counts of it, such as " + step(place, property) + ".";
    }

    /** For a value that holds one of such a class, or too many. */
    static String inside(String place) {
        return "Write a template without " + place
                + ", and pass what counts as an argument of its own: text, a number, an enum, a date, a record, or a"
                + " collection of these.";
    }

    /** For a value whose own code threw. */
    static String unreadable(String place) {
        return "Have it return a value whenever the method is called, or write a template without " + place + ".";
    }

    private static String step(String place, String property) {
        return place.substring(0, place.length() - 1) + "." + property + "}";
    }

    private static boolean isPath(String place) {
        return place.startsWith("{") && place.endsWith("}") && !place.contains("[]");
    }

    /** A property that tells most objects apart: an id, the value of an atomic, or the first that a record has. */
    private static @Nullable String propertyOf(Class<?> type) {
        try {
            PropertyMembers members = new PropertyMembers(type, false);
            if (members.find("id") != null) {
                return "id";
            }
            if (members.find("get") instanceof Method get && LeafForm.find(get.getReturnType()) != null) {
                return "get";
            }
            for (Method method : type.getMethods()) {
                String name = method.getName();
                boolean isGetter = name.startsWith("get") && name.length() > 3 && method.getParameterCount() == 0;
                if (isGetter && LeafForm.find(method.getReturnType()) != null) {
                    return Character.toLowerCase(name.charAt(3)) + name.substring(4);
                }
            }
            RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
            return components.length == 0 ? null : components[0].getName();
        } catch (LinkageError missing) { // a class that its members mention
            return null;
        }
    }
}
