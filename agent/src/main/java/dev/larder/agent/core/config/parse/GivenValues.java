package dev.larder.agent.core.config.parse;

import dev.larder.agent.core.base.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts for known keys, by source. The source that is added first wins, also with an empty text.
 *
 * <p><b>Threads.</b> Confined to the thread that reads the configuration.
 */
final class GivenValues {

    /** @param origin such as {@code environment variable LARDER_ENABLED} */
    record Given(String text, String origin) {}

    /** What Kubernetes puts into every container for a service named {@code larder} or {@code larder-...}. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("LARDER_(?:.+_)?(?:SERVICE_(?:HOST|PORT.*)|PORT(?:_[0-9]+_(?:TCP|UDP|SCTP).*)?)");

    private static final String METHOD_VARIABLE_PREFIX = "LARDER_METHOD_";

    private final Map<String, Given> values = new TreeMap<>();
    private final Problems problems;

    GivenValues(Problems problems) {
        this.problems = problems;
    }

    @Nullable
    Given get(String key) {
        return values.get(key);
    }

    /** The keys that begin with {@code prefix}, sorted. */
    List<String> keysBelow(String prefix) {
        return values.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    void offer(String key, String text, String origin) {
        values.putIfAbsent(key, new Given(text, origin));
    }

    void addArgument(String argument) {
        List<AgentArgument.Item> items = AgentArgument.parse(argument);
        boolean afterUrl = false;
        for (int i = 0; i < items.size(); i++) {
            AgentArgument.Item item = items.get(i);
            String key = withPrefix(item.key());
            if (item.hasValue() && isKnown(key)) {
                offerOnce(key, item.value());
            } else {
                reportItem(i + 1, item, afterUrl);
            }
            afterUrl |= key.startsWith(Setting.REDIS_URL.key());
        }
    }

    private void offerOnce(String key, String text) {
        if (values.containsKey(key)) {
            problems.add(Message.REPEATED_ARGUMENT.of(key));
        }
        offer(key, text, "agent argument");
    }

    /**
     * After a URL an unknown item may be the rest of a password with a comma, so it is counted, not quoted. If it has
     * the {@code @} that ends credentials, the text before the comma is not a URL, but ends within a password.
     */
    private void reportItem(int number, AgentArgument.Item item, boolean afterUrl) {
        if (afterUrl) {
            problems.add(Message.ARGUMENT_AFTER_URL.of(number));
            if (item.key().contains("@") || item.value().contains("@")) {
                values.put(Setting.REDIS_URL.key(), new Given("", "agent argument"));
            }
        } else if (item.hasValue()) {
            reportUnknown(withPrefix(item.key()), "agent argument");
        } else {
            problems.add(Message.ARGUMENT_WITHOUT_VALUE.of(number, Problems.quotableName(item.key())));
        }
    }

    void addSystemProperties(Map<String, String> properties) {
        for (String name : new TreeSet<>(properties.keySet())) {
            if (name.startsWith(Setting.PREFIX)) {
                addNamed(name, properties.getOrDefault(name, ""), "system property");
            }
        }
    }

    void addEnvironment(Map<String, String> environment) {
        List<String> unknown = new ArrayList<>();
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(Setting.ENVIRONMENT_PREFIX)
                    && !SERVICE_LINK.matcher(name).matches()) {
                unknown.add(name);
            }
        }
        for (String key : Setting.keys()) {
            String name = Setting.environmentName(key);
            if (unknown.remove(name)) {
                offer(key, environment.getOrDefault(name, ""), "environment variable " + name);
            }
        }
        unknown.forEach(this::reportVariable);
    }

    private void reportVariable(String name) {
        if (name.startsWith(METHOD_VARIABLE_PREFIX)) {
            problems.add(Message.METHOD_VARIABLE.of(Problems.quotableName(name), MethodKeys.PATTERN));
            return;
        }
        problems.unknownKey(name, "environment", NearestKey.toVariable(name));
    }

    /** Keys without the prefix belong to other programs, unless adding the prefix makes a known key. */
    void addFile(Map<String, String> entries, String origin) {
        for (String name : new TreeSet<>(entries.keySet())) {
            if (name.equals(Setting.CONFIG_FILE.key())) {
                problems.add(Message.FILE_IN_FILE.of(origin, name));
            } else if (name.startsWith(Setting.PREFIX)) {
                addNamed(name, entries.getOrDefault(name, ""), origin);
            } else if (isKnown(withPrefix(name))) {
                problems.unknownKey(name, origin, withPrefix(name));
            }
        }
    }

    private void addNamed(String key, String text, String origin) {
        if (isKnown(key)) {
            offer(key, text.trim(), origin);
        } else {
            reportUnknown(key, origin);
        }
    }

    private void reportUnknown(String key, String origin) {
        problems.unknownKey(key, origin, NearestKey.to(key));
    }

    private static boolean isKnown(String key) {
        return Setting.keys().contains(key) || MethodKeys.isKey(key);
    }

    private static String withPrefix(String key) {
        return key.startsWith(Setting.PREFIX) ? key : Setting.PREFIX + key;
    }
}
