package dev.larder.agent.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the four sources into one configuration: the agent argument, system properties, the environment, and the file
 * that one of these names. The first that gives a key decides it.
 *
 * <p><b>Threads.</b> Confined to one thread. Fit for premain: it opens one file, and neither sockets nor
 * {@code java.util.logging}.
 *
 * <p><b>Failure.</b> Never: whatever is wrong becomes a problem in the result, and the key keeps its default. The next
 * source is not asked in place of a bad value, since it was meant to be overruled.
 */
public final class ConfigReader {

    private final Problems problems = new Problems();
    private final GivenValues given = new GivenValues(problems);
    private final List<EffectiveConfig.Value> effective = new ArrayList<>();

    private ConfigReader() {}

    public static EffectiveConfig read(ConfigSources sources) {
        ConfigReader reader = new ConfigReader();
        reader.collect(sources);
        AgentConfig config = reader.resolve();
        return new EffectiveConfig(config, reader.problems.sentences(), reader.effective);
    }

    private void collect(ConfigSources sources) {
        given.addArgument(sources.agentArgument());
        given.addSystemProperties(sources.systemProperties());
        given.addEnvironment(sources.environment());
        collectFile();
        new RedisVariables(sources.environment(), problems).addTo(given);
    }

    private void collectFile() {
        GivenValues.Given path = given.get(Setting.CONFIG_FILE.key());
        if (path == null || path.text().isEmpty()) {
            return;
        }
        try {
            given.addFile(ConfigFile.read(path.text()), "file " + Problems.quotable(path.text()));
        } catch (BadValueException e) {
            problems.badValue(Setting.CONFIG_FILE.key(), path, e, Setting.CONFIG_FILE.form(), "No file");
        }
    }

    private AgentConfig resolve() {
        AgentConfig config = new AgentConfig(
                resolve(Setting.ENABLED),
                resolve(Setting.NAMESPACE),
                new RedisConfig(
                        resolve(Setting.REDIS_URL),
                        resolve(Setting.REDIS_TIMEOUT),
                        resolve(Setting.REDIS_CONNECT_TIMEOUT)),
                new MemoryConfig(resolve(Setting.MEMORY_MAX_ENTRIES), resolve(Setting.MEMORY_FALLBACK_TTL)),
                new LoadConfig(resolve(Setting.LOAD_LEASE), resolve(Setting.VALUE_MAX_SIZE), resolve(Setting.HOLD_OFF)),
                new JmxConfig(resolve(Setting.JMX_CREATE_SERVER)),
                resolve(Setting.LOG_LEVEL),
                resolveMethods());
        resolve(Setting.CONFIG_FILE); // read already; here for the list of what is in force
        return config;
    }

    private <T> T resolve(Setting<T> setting) {
        String fallback =
                setting.shownDefault().isEmpty() ? "The default, empty," : "The default " + setting.shownDefault();
        T value = read(setting.key(), setting.form(), fallback);
        if (value != null) {
            return value;
        }
        note(setting.key(), setting.shownDefault(), "default");
        return setting.defaultValue();
    }

    private Map<String, MethodConfig> resolveMethods() {
        Map<String, MethodConfig> methods = new HashMap<>();
        for (String method : MethodKeys.methodsOf(given.keysBelow(MethodKeys.PREFIX))) {
            Duration ttl = read(MethodKeys.ttlKey(method), MethodKeys.TTL, "The annotation's ttl");
            Boolean enabled = read(MethodKeys.enabledKey(method), MethodKeys.ENABLED, "The default true");
            if (ttl != null || enabled != null) {
                methods.put(method, new MethodConfig(ttl, enabled));
            }
        }
        return methods;
    }

    /** Null if the key is given nowhere or badly; the latter becomes a problem. */
    private <T> @Nullable T read(String key, ValueForm<T> form, String fallback) {
        GivenValues.Given text = given.get(key);
        if (text == null) {
            return null;
        }
        try {
            T value = form.parse(text.text());
            note(key, form.show(value), text.origin());
            return value;
        } catch (BadValueException e) {
            problems.badValue(key, text, e, form, fallback);
            return null;
        }
    }

    private void note(String key, String text, String origin) {
        effective.add(new EffectiveConfig.Value(key, text, origin));
    }
}
