package dev.larder.agent.core.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.JmxConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.MethodConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.config.RequirementConfig;
import dev.larder.agent.core.config.ValuesConfig;
import dev.larder.agent.core.config.source.ConfigSources;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which source of a setting counts, and where its value goes. */
final class ConfigReaderTest extends ConfigGiven {

    @Test
    void read_nothingGiven_isAllDefaultsWithoutProblem() {
        EffectiveConfig effective = read();

        assertThat(texts(effective)).isEmpty();
        assertThat(effective.config()).isEqualTo(AgentConfig.defaults());
        assertThat(effective.values()).hasSameSizeAs(Setting.ALL).allSatisfy(value -> assertThat(value.origin())
                .isEqualTo("default"));
    }

    @Test
    void read_everyKeyInEachSource_reachesItsField() throws IOException {
        AgentConfig expected = new AgentConfig(
                false,
                "shop",
                new RedisConfig(
                        "redis://r:7000/3",
                        Duration.ofMillis(20),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        new RequirementConfig(true, Duration.ofSeconds(7), 5)),
                new MemoryConfig(77, MemoryConfig.defaults().maxBytes(), Duration.ofSeconds(9), false),
                new LoadConfig(Duration.ofSeconds(3), 2 << 20, Duration.ofMillis(1_500)),
                new ValuesConfig(8 << 10, "/etc/shop/keys"),
                new JmxConfig(true),
                AgentLog.Level.DEBUG,
                Map.of());
        Map<String, String> texts = Map.ofEntries(
                Map.entry("larder.enabled", "false"),
                Map.entry("larder.namespace", "shop"),
                Map.entry("larder.values.compress-above", "8KB"),
                Map.entry("larder.values.keys", "/etc/shop/keys"),
                Map.entry("larder.redis.url", "redis://r:7000/3"),
                Map.entry("larder.redis.timeout", "20ms"),
                Map.entry("larder.redis.connect-timeout", "2s"),
                Map.entry("larder.redis.eviction-timeout", "3s"),
                Map.entry("larder.redis.required", "true"),
                Map.entry("larder.redis.startup-timeout", "7s"),
                Map.entry("larder.redis.max-attempts", "5"),
                Map.entry("larder.memory.max-entries", "77"),
                Map.entry("larder.memory.fallback-ttl", "9s"),
                Map.entry("larder.memory.standby", "false"),
                Map.entry("larder.load.lease", "3s"),
                Map.entry("larder.value.max-size", "2MB"),
                Map.entry("larder.hold-off", "1500ms"),
                Map.entry("larder.jmx.create-server", "true"),
                Map.entry("larder.log.level", "debug"));
        StringBuilder asArgument = new StringBuilder();
        StringBuilder asFile = new StringBuilder();
        Map<String, String> asEnvironment = new HashMap<>();
        texts.forEach((key, text) -> {
            asArgument.append(key).append('=').append(text).append(',');
            asFile.append(key).append('=').append(text).append('\n');
            asEnvironment.put(Setting.environmentName(key), text);
        });
        String file = write(asFile.toString());

        assertReads(expected, new ConfigSources(asArgument.toString(), Map.of(), Map.of()));
        assertReads(expected, new ConfigSources(asArgument.toString().replace("larder.", ""), Map.of(), Map.of()));
        assertReads(expected, new ConfigSources("", texts, Map.of()));
        assertReads(expected, new ConfigSources("", Map.of(), asEnvironment));
        assertReads(expected, new ConfigSources("config=" + file, Map.of(), Map.of()));
    }

    @Test
    void read_keyInAllSources_takesTheFirstOfArgumentPropertyEnvironmentFile() throws IOException {
        environment.put(
                "LARDER_CONFIG",
                write("larder.namespace=d\nlarder.redis.timeout=4ms\n"
                        + "larder.load.lease=4s\nlarder.memory.max-entries=4\n"));
        environment.put("LARDER_NAMESPACE", "c");
        environment.put("LARDER_REDIS_TIMEOUT", "3ms");
        environment.put("LARDER_LOAD_LEASE", "3s");
        properties.put("larder.namespace", "b");
        properties.put("larder.redis.timeout", "2ms");
        argument = "namespace=a";

        AgentConfig config = readWithoutProblem().config();

        assertThat(config.namespace()).isEqualTo("a");
        assertThat(config.redis().timeout()).isEqualTo(Duration.ofMillis(2));
        assertThat(config.load().lease()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.memory().maxEntries()).isEqualTo(4);
    }

    @Test
    void read_values_areListedWithTheirOrigin() throws IOException {
        String file = write("larder.load.lease = 2000ms");
        environment.put("LARDER_CONFIG", file);
        environment.put("LARDER_VALUE_MAX_SIZE", "65536");
        properties.put("larder.redis.url", "redis://app:hunter2@cache.example:6380/1");

        assertThat(readWithoutProblem().summary())
                .startsWith("larder.enabled=true (default), larder.namespace=larder (default), ")
                .contains("larder.redis.url=redis://***@cache.example:6380/1 (system property)")
                .contains("larder.value.max-size=64KB (environment variable LARDER_VALUE_MAX_SIZE)")
                .contains("larder.load.lease=2s (file " + file + ")")
                .doesNotContain("hunter2");
    }

    @Test
    void read_methodKeys_becomeOneRecordPerMethod() {
        argument = "method.com.acme.Users.find.ttl=90s";
        properties.put("larder.method.com.acme.Users.find.enabled", "false");
        properties.put("larder.method.com.acme.Outer$Inner.get.enabled", "true");

        assertThat(readWithoutProblem().config().methods())
                .isEqualTo(Map.of(
                        "com.acme.Users.find", new MethodConfig(Duration.ofSeconds(90), false),
                        "com.acme.Outer$Inner.get", new MethodConfig(null, true)));
    }

    private static void assertReads(AgentConfig expected, ConfigSources sources) {
        EffectiveConfig effective = ConfigReader.read(sources);
        assertThat(texts(effective)).isEmpty();
        assertThat(effective.config()).isEqualTo(expected);
    }
}
