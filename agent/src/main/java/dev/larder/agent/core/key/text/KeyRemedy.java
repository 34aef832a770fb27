package dev.larder.agent.core.key.text;

import dev.larder.agent.core.type.PlatformTypes;
import dev.larder.agent.core.type.PropertyMembers;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to write instead of a placeholder whose value cannot be part of a key, so that it can be followed as it stands. */
final class KeyRemedy {

    /** By the name of a class of the JDK, what tells two of its values apart; the value of an atomic is found otherwise. */
    private static final Map<String, List<String>> IDENTITIES = Map.ofEntries(
            Map.entry("java.sql.Timestamp", List.of("toInstant")), // its time has no nanoseconds
            Map.entry("java.util.Date", List.of("time")),
            Map.entry("java.util.Calendar", List.of("timeInMillis", "timeZone.ID")),
            Map.entry("java.util.TimeZone", List.of("ID")),
            Map.entry("java.util.Locale", List.of("toLanguageTag")),
            Map.entry("java.util.Currency", List.of("currencyCode")),
            Map.entry("java.util.regex.Pattern", List.of("pattern", "flags")),
            Map.entry("java.util.concurrent.atomic.LongAdder", List.of("sum")),
            Map.entry("java.util.concurrent.atomic.DoubleAdder", List.of("sum")),
            Map.entry("java.io.File", List.of("path")),
            Map.entry("java.net.URL", List.of("toExternalForm")),
            Map.entry("java.net.InetAddress", List.of("hostAddress")),
            Map.entry("java.lang.Class", List.of("name")));

    private KeyRemedy() {}

    /**
     * For a value of a class that cannot be part of a key.
     *
     * @param place the placeholder
     * @param type what it stands for
     */
    static String instead(String place, Class<?> type) {
        if (!isPath(place)) {
            return inside(place);
        }
        List<String> all = identityOf(type);
        if (!all.isEmpty()) {
            return "Write "
                    + all.stream().map(path -> step(place, path)).collect(Collectors.joining(" and ")) + " instead of "
                    + place + ".";
        }
        String property = PlatformTypes.contains(type) ? null : propertyOf(type);
        return property == null
                ? inside(place)
                : "Write a template that names everything in it that counts; " + step(place, property)
                        + " is enough only if nothing else does.";
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

    /** All that a value of a class of the JDK has; empty where no properties say that. */
    private static List<String> identityOf(Class<?> type) {
        if (!PlatformTypes.contains(type)) {
            return List.of(); // a class of the application's may add something
        }
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            List<String> known = IDENTITIES.get(each.getName());
            if (known != null) {
                return known;
            }
        }
        return type.getName().startsWith("java.util.concurrent.atomic.") && "get".equals(propertyOf(type))
                ? List.of("get")
                : List.of();
    }

    /** A property that tells many objects apart: an id, the value of a holder, or the first that a record has. */
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
