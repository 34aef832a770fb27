package dev.larder.agent.core.config.parse;

import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.BadValueException;
import dev.larder.agent.core.config.JmxConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.MethodConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.config.RequirementConfig;
import dev.larder.agent.core.config.ValuesConfig;
import dev.larder.agent.core.config.WarmConfig;
import dev.larder.agent.core.config.WriteBehindConfig;
import dev.larder.agent.core.config.source.ConfigFile;
import dev.larder.agent.core.config.source.ConfigSources;
import dev.larder.agent.core.config.source.PackagedFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads all sources into one configuration: the agent argument, system properties, the environment, the file that one
 * of these names, and the file on the class path of the application. The first source that has a key decides.
 *
 * <p><b>Threads.</b> Confined to one thread. Fit for premain: it opens one file, and neither sockets nor
 * {@code java.util.logging}.
 *
 * <p><b>Failure.</b> Never fails: an error becomes a problem in the result, and the key keeps its default. A bad value
 * is not replaced by that of a later source, which was meant to be overridden.
 */
public final class ConfigReader {

    private final Problems problems = new Problems();
    private final GivenValues given = new GivenValues(problems);
    private final List<EffectiveConfig.Value> effective = new ArrayList<>();

    private ConfigReader() {}

    /** Without the application's own file. */
    public static EffectiveConfig read(ConfigSources sources) {
        return read(sources, null);
    }

    /**
     * With the application's own file.
     *
     * @param packaged the file on its class path; null for none
     */
    public static EffectiveConfig read(ConfigSources sources, @Nullable PackagedFile packaged) {
        ConfigReader reader = new ConfigReader();
        reader.collect(sources);
        if (packaged != null) {
            reader.collect(packaged);
        }
        AgentConfig config = reader.resolve();
        return new EffectiveConfig(config, reader.problems.lines(), reader.effective);
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

    private void collect(PackagedFile file) {
        String why = file.problem();
        if (why == null) {
            given.addFile(file.entries(), file.origin());
        } else {
            problems.unreadable(file, why);
        }
    }

    private AgentConfig resolve() {
        AgentConfig config = new AgentConfig(
                resolve(Setting.ENABLED),
                resolve(Setting.NAMESPACE),
                new RedisConfig(
                        resolve(Setting.REDIS_URL),
                        resolve(Setting.REDIS_TIMEOUT),
                        resolve(Setting.REDIS_CONNECT_TIMEOUT),
                        resolve(Setting.REDIS_EVICTION_TIMEOUT),
                        new RequirementConfig(
                                resolve(Setting.REDIS_REQUIRED),
                                resolve(Setting.REDIS_STARTUP_TIMEOUT),
                                Math.toIntExact(resolve(Setting.REDIS_MAX_ATTEMPTS)))),
                new MemoryConfig(
                        resolve(Setting.MEMORY_MAX_ENTRIES),
                        resolve(Setting.MEMORY_MAX_BYTES)
                                .of(Runtime.getRuntime().maxMemory()),
                        resolve(Setting.MEMORY_FALLBACK_TTL),
                        resolve(Setting.MEMORY_STANDBY)),
                new LoadConfig(
                        resolve(Setting.LOAD_LEASE),
                        resolve(Setting.VALUE_MAX_SIZE),
                        resolve(Setting.HOLD_OFF),
                        resolve(Setting.VALUES_SUBCLASSES)),
                new ValuesConfig(resolve(Setting.VALUES_COMPRESS_ABOVE), resolve(Setting.VALUES_KEYS)),
                new JmxConfig(resolve(Setting.JMX_CREATE_SERVER)),
                resolve(Setting.LOG_LEVEL),
                resolveMethods(),
                new WriteBehindConfig(
                        Math.toIntExact(resolve(Setting.BEHIND_MAX_ENTRIES)),
                        resolve(Setting.BEHIND_MAX_BYTES)
                                .of(Runtime.getRuntime().maxMemory()),
                        Math.toIntExact(resolve(Setting.BEHIND_THREADS)),
                        resolve(Setting.BEHIND_WAIT),
                        resolve(Setting.BEHIND_GIVE_UP_AFTER),
                        resolve(Setting.BEHIND_DRAIN)),
                new WarmConfig(
                        resolve(Setting.WARM_DELAY),
                        Math.toIntExact(resolve(Setting.WARM_RATE)),
                        Math.toIntExact(resolve(Setting.WARM_KEYS))));
        resolve(Setting.CONFIG_FILE); // already read; here for the list of effective values
        return config;
    }

    private <T> T resolve(Setting<T> setting) {
        T value = read(setting.key(), setting.form(), fallback(setting));
        if (value != null) {
            return value;
        }
        note(setting.key(), setting.shownDefault(), EffectiveConfig.DEFAULT);
        return setting.defaultValue();
    }

    private static String fallback(Setting<?> setting) {
        if (setting.equals(Setting.NAMESPACE)) {
            return "The application's name, or " + setting.shownDefault() + " if nothing tells it,";
        }
        return setting.shownDefault().isEmpty() ? "The default, empty," : "The default " + setting.shownDefault();
    }

    private Map<String, MethodConfig> resolveMethods() {
        Map<String, MethodConfig> methods = new HashMap<>();
        for (String method : MethodKeys.methodsOf(given.keysBelow(MethodKeys.PREFIX))) {
            Duration ttl = read(MethodKeys.ttlKey(method), MethodKeys.TTL, "The annotation's ttl");
            Boolean enabled = read(MethodKeys.enabledKey(method), MethodKeys.ENABLED, "The default true");
            Duration staleTtl = read(MethodKeys.staleTtlKey(method), MethodKeys.STALE, "The annotation's staleTtl");
            Duration staleIfError =
                    read(MethodKeys.staleIfErrorKey(method), MethodKeys.STALE, "The annotation's staleIfError");
            Double refreshAhead =
                    read(MethodKeys.refreshAheadKey(method), MethodKeys.REFRESH_AHEAD, "The annotation's refreshAhead");
            Tier tier = read(MethodKeys.tierKey(method), MethodKeys.TIER, "The annotation's tier");
            MethodConfig override = new MethodConfig(ttl, enabled, staleTtl, staleIfError, refreshAhead, tier);
            if (!override.equals(MethodConfig.NONE)) {
                methods.put(method, override);
            }
        }
        return methods;
    }

    /** Null if no source has the key, or its value is bad, which becomes a problem. */
    private <T> @Nullable T read(String key, ValueSyntax<T> form, String fallback) {
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
