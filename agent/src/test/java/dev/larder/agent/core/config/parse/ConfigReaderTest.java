package dev.larder.agent.core.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.JmxConfig;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.MethodConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.config.RedisUrl;
import dev.larder.agent.core.config.source.Application;
import dev.larder.agent.core.config.source.ConfigSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigReaderTest {

    private String argument = "";
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path directory;

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
                        "redis://r:7000/3", Duration.ofMillis(20), Duration.ofSeconds(2), Duration.ofSeconds(3)),
                new MemoryConfig(77, Duration.ofSeconds(9)),
                new LoadConfig(Duration.ofSeconds(3), 2 << 20, Duration.ofMillis(1_500)),
                new JmxConfig(true),
                AgentLog.Level.DEBUG,
                Map.of());
        Map<String, String> texts = Map.ofEntries(
                Map.entry("larder.enabled", "false"),
                Map.entry("larder.namespace", "shop"),
                Map.entry("larder.redis.url", "redis://r:7000/3"),
                Map.entry("larder.redis.timeout", "20ms"),
                Map.entry("larder.redis.connect-timeout", "2s"),
                Map.entry("larder.redis.eviction-timeout", "3s"),
                Map.entry("larder.memory.max-entries", "77"),
                Map.entry("larder.memory.fallback-ttl", "9s"),
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "larder.enabled | yes | is neither true nor false. Accepted: true or false. The default true is used.",
                "larder.redis.timeout | 5 parsecs | is not a number followed by a unit. Accepted: a duration from 1ms to"
                        + " 10s such as 250ms, 5s, 10m, 1h or 2d. The default 100ms is used.",
                "larder.redis.timeout | 100 | is not a number followed by a unit.",
                "larder.redis.timeout | 0ms | is below 1ms.",
                "larder.redis.timeout | 11s | is above 10s.",
                "larder.redis.timeout | -1s | is not a number followed by a unit.",
                "larder.redis.timeout | 99999999999999999999s | is too large.",
                "larder.redis.timeout | 9223372036854775807d | is too large.",
                "larder.memory.max-entries | 0 | is below 1.",
                "larder.memory.max-entries | 1e6 | is not a whole number.",
                "larder.value.max-size | 64XB | is not a number followed by a unit.",
                "larder.value.max-size | 2GB | is above 512MB.",
                "larder.hold-off | 61s | is above 1m.",
                "larder.namespace | a:b | does not have the accepted form.",
                "larder.log.level | TRACE | is not one of them. Accepted: one of OFF, ERROR, WARN, INFO, DEBUG. The"
                        + " default INFO is used.",
                "larder.method.com.acme.A.b.ttl | soon | is not a number followed by a unit."
            })
    void read_badValue_isOneProblemWithEverythingToCorrectIt(String key, String text, String sentence) {
        properties.put(key, text);

        EffectiveConfig effective = read();

        assertThat(texts(effective))
                .singleElement()
                .asString()
                .startsWith("Bad value for " + key + ": " + text + " from the system property " + sentence)
                .endsWith(" is used.");
        assertThat(effective.config()).isEqualTo(AgentConfig.defaults());
    }

    @Test
    void read_badValueOverGoodOne_usesTheDefaultNotTheOneItOverruled() {
        properties.put("larder.redis.timeout", "2 s?");
        environment.put("LARDER_REDIS_TIMEOUT", "7ms");

        assertThat(read().config().redis().timeout()).isEqualTo(RedisConfig.DEFAULT_TIMEOUT);
    }

    @Test
    void read_manyProblems_reportsAllOfThem() {
        argument = "namespace=?,colour=red,nonsense";
        properties.put("larder.redis.timout", "1s");
        environment.put("LARDER_REDIS_TIMOUT", "1s");
        environment.put("LARDER_CONFIG", "/nowhere/at/all.properties");

        assertThat(texts(read()))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith("Bad value for larder.namespace: ? from the agent argument"),
                        problem ->
                                assertThat(problem).startsWith("Unknown key larder.colour from the agent argument is"),
                        problem ->
                                assertThat(problem).startsWith("Item 3 of the agent argument, nonsense, is ignored."),
                        problem -> assertThat(problem)
                                .isEqualTo("Unknown key larder.redis.timout from the system property is ignored. The"
                                        + " nearest known key is larder.redis.timeout."),
                        problem -> assertThat(problem)
                                .isEqualTo(
                                        "Unknown key LARDER_REDIS_TIMOUT from the environment is ignored. The nearest"
                                                + " known key is LARDER_REDIS_TIMEOUT."),
                        problem -> assertThat(problem)
                                .startsWith(
                                        "Bad value for larder.config: /nowhere/at/all.properties from the environment"
                                                + " variable LARDER_CONFIG names no regular file."));
    }

    @Test
    void read_keyTwiceInTheArgument_usesTheFirstAndSaysSo() {
        argument = "namespace=a,larder.namespace=b";

        EffectiveConfig effective = read();

        assertThat(effective.config().namespace()).isEqualTo("a");
        assertThat(texts(effective))
                .containsExactly(
                        "The agent argument gives larder.namespace more than once; the first value is used. Remove the others.");
    }

    @Test
    void read_unescapedCommaInPassword_isReportedWithoutItsRest() {
        argument = "redis.url=redis://Zq1,Zq2=Zq3@cache:6379,enabled=false";

        EffectiveConfig effective = read();

        assertThat(effective.config().redis().isConfigured()).isFalse();
        assertThat(effective.config().enabled()).isFalse();
        assertThat(effective.summary()).doesNotContain("Zq");
        assertThat(texts(effective))
                .singleElement()
                .asString()
                .contains("Item 2", "write the comma in the URL twice")
                .doesNotContain("Zq");
    }

    @Test
    void read_doubledCommaInPassword_isOneComma() {
        argument = "redis.url=redis://:pa,,ss@cache,enabled=false";

        RedisUrl url = RedisUrl.parse(readWithoutProblem().config().redis().url());

        assertThat(url)
                .isEqualTo(new RedisUrl(false, false, List.of(new RedisUrl.Server("cache", 6379)), 0, "", "pa,ss"));
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

    @Test
    void read_malformedMethodKey_namesThePattern() {
        properties.put("larder.method.com.acme.Users.find.tll", "1s");
        properties.put("larder.method.find.ttl", "1s");
        environment.put("LARDER_METHOD_COM_ACME_USERS_FIND_TTL", "1s");

        assertThat(texts(read())).hasSize(3).allSatisfy(problem -> assertThat(problem)
                .contains("larder.method.<class>.<method>.ttl or .enabled"));
    }

    /** A name is compared word by word, so that a word left out, or one from a longer list, still leads to the right key. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "larder.metod.com.acme.Users.find.ttl | larder.method.<class>.<method>.ttl or .enabled",
                "larder.methods.com.acme.Users.find.enabled | larder.method.<class>.<method>.ttl or .enabled",
                "larder.redis.timout | larder.redis.timeout",
                "larder.timeout | larder.redis.timeout",
                "larder.url | larder.redis.url",
                "larder.redis.host | larder.redis.url",
                "larder.redis.password | larder.redis.url",
                "larder.redis.db | larder.redis.url",
                "larder.redisUrl | larder.redis.url",
                "larder.max-size | larder.value.max-size",
                "larder.memory.ttl | larder.memory.fallback-ttl",
                "larder.memory.max-bytes | larder.memory.max-entries",
                "larder.level | larder.log.level",
                "larder.loglevel | larder.log.level",
                "larder.enable | larder.enabled"
            })
    void f45_unknownKey_namesTheOneThatIsMeant(String key, String meant) {
        properties.put(key, "x");

        assertThat(texts(read())).singleElement().asString().endsWith("The nearest known key is " + meant + ".");
    }

    @Test
    void f45_unknownVariable_namesTheVariableThatIsMeant() {
        environment.put("LARDER_REDIS_HOST", "cache");
        environment.put("LARDER_TIMEOUT", "1s");

        assertThat(texts(read()))
                .satisfiesExactly(
                        problem -> assertThat(problem).endsWith("is LARDER_REDIS_URL."),
                        problem -> assertThat(problem).endsWith("is LARDER_REDIS_TIMEOUT."));
    }

    @Test
    void f45_badNamespace_leavesTheApplicationsNameAndSaysSo() {
        properties.put("larder.namespace", "my shop");

        EffectiveConfig effective = read();

        assertThat(effective
                        .of(new Application("orders", "the main class"))
                        .config()
                        .namespace())
                .isEqualTo("orders");
        assertThat(texts(effective))
                .singleElement()
                .asString()
                .endsWith("The application's name, or larder if nothing tells it, is used.");
    }

    @Test
    void read_emptyUrlAbove_winsOverUrlBelow() {
        properties.put("larder.redis.url", "");
        environment.put("LARDER_REDIS_URL", "redis://below");
        environment.put("REDIS_URL", "redis://below");

        EffectiveConfig effective = readWithoutProblem();

        assertThat(effective.config().redis().isConfigured()).isFalse();
        assertThat(effective.summary()).contains("larder.redis.url= (system property)");
    }

    @Test
    void read_redisUrlVariable_countsBelowTheFileAndAboveRedisHost() throws IOException {
        environment.put("REDIS_URL", "redis://url");
        environment.put("REDIS_HOST", "host");
        assertThat(readWithoutProblem().config().redis().url()).isEqualTo("redis://url:6379/0");

        argument = "config=" + write("larder.redis.url=redis://file");
        assertThat(readWithoutProblem().config().redis().url()).isEqualTo("redis://file:6379/0");
    }

    @Test
    void read_redisHostVariables_makeOneUrl() {
        environment.put("REDIS_HOST", "my_redis");
        environment.put("REDIS_PORT", "7001");
        environment.put("REDIS_PASSWORD", "p@/:,% w");
        environment.put("REDIS_DB", "4");

        RedisUrl url = RedisUrl.parse(readWithoutProblem().config().redis().url());

        assertThat(url)
                .isEqualTo(
                        new RedisUrl(false, false, List.of(new RedisUrl.Server("my_redis", 7001)), 4, "", "p@/:,% w"));
    }

    @Test
    void read_redisPortAsKubernetesSetsIt_keepsToMemoryAndSaysWhy() {
        environment.put("REDIS_HOST", "redis");
        environment.put("REDIS_PORT", "tcp://10.0.0.7:6379");

        EffectiveConfig effective = read();

        assertThat(effective.config().redis().isConfigured()).isFalse();
        assertThat(texts(effective))
                .singleElement()
                .asString()
                .contains("REDIS_PORT")
                .contains("Kubernetes");
    }

    @ParameterizedTest
    @CsvSource({
        "REDIS_DB, -1, is not a whole number from 0 to 99999",
        "REDIS_DB, one, is not a whole number from 0 to 99999",
        "REDIS_PORT, 0, is not a whole number from 1 to 65535",
        "REDIS_PORT, 70000, is not a whole number from 1 to 65535"
    })
    void f45_badPartOfTheAddress_saysWhichNumbersAreAccepted(String variable, String text, String clause) {
        environment.put("REDIS_HOST", "cache");
        environment.put(variable, text);

        EffectiveConfig effective = read();

        assertThat(effective.config().redis().isConfigured()).isFalse();
        assertThat(texts(effective))
                .singleElement()
                .asString()
                .startsWith("Bad value for " + variable + ": " + text)
                .contains(clause)
                .doesNotContain("Kubernetes");
    }

    @Test
    void read_kubernetesServiceVariables_areNotTakenForKeys() {
        environment.put("REDIS_PORT", "tcp://10.0.0.7:6379");
        environment.put("LARDER_PORT", "tcp://10.0.0.8:80");
        environment.put("LARDER_PORT_80_TCP_ADDR", "10.0.0.8");
        environment.put("LARDER_SERVICE_HOST", "10.0.0.8");
        environment.put("LARDER_SAMPLE_SERVICE_PORT_HTTP", "80");

        assertThat(readWithoutProblem().config()).isEqualTo(AgentConfig.defaults());
    }

    @Test
    void read_malformedUrl_isAProblemAndMemoryOnly() {
        properties.put("larder.redis.url", "redis-sentinel://:hunter2@a,b/0#mymaster");

        EffectiveConfig effective = read();

        assertThat(effective.config().redis().isConfigured()).isFalse();
        assertThat(texts(effective))
                .singleElement()
                .asString()
                .contains("larder.redis.url", "system property", "not supported yet", "not shown")
                .doesNotContain("hunter2");
    }

    @Test
    void read_file_isUtf8AndMayBeginWithAMark() throws IOException {
        argument = "config=" + write("\uFEFFlarder.method.com.acme.Bücher.lies.ttl=1m");

        assertThat(readWithoutProblem().config().methods()).containsOnlyKeys("com.acme.Bücher.lies");
    }

    @Test
    void read_fileSharedWithOthers_ignoresTheirKeysButNotOursWithoutPrefix() throws IOException {
        argument = "config=" + write("spring.application.name=shop\nredis.url=redis://x\nlarder.config=other");

        assertThat(texts(read()))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).contains("nearest known key is larder.redis.url"),
                        problem -> assertThat(problem).contains("names another file"));
    }

    @Test
    void read_unusableFile_isOneProblemAndTheRestStands() throws IOException {
        properties.put("larder.namespace", "shop");
        Path latin = Files.write(directory.resolve("latin"), new byte[] {'a', '=', (byte) 0xE4, '\n'});
        Path escape = Files.writeString(directory.resolve("escape"), "larder.namespace=\\u00zz");
        Path large = Files.writeString(directory.resolve("large"), "#".repeat((1 << 20) + 1));

        for (String path : new String[] {
            latin.toString(), escape.toString(), large.toString(), "/dev/stdin", "a\0b", directory.toString()
        }) {
            argument = "config=" + path;
            EffectiveConfig effective = read();
            assertThat(effective.config().namespace()).isEqualTo("shop");
            assertThat(texts(effective)).as(path).singleElement().asString().startsWith("Bad value for larder.config");
        }
    }

    @Test
    void read_controlCharacters_cannotForgeALogLine() {
        properties.put("larder.namespace", "a\n[larder] ERROR all is lost");
        properties.put("larder.names\npace", "x");

        assertThat(texts(read())).hasSize(2).allSatisfy(problem -> assertThat(problem)
                .doesNotContain("\n"));
    }

    private EffectiveConfig read() {
        return ConfigReader.read(new ConfigSources(argument, properties, environment));
    }

    private EffectiveConfig readWithoutProblem() {
        EffectiveConfig effective = read();
        assertThat(texts(effective)).isEmpty();
        return effective;
    }

    private static void assertReads(AgentConfig expected, ConfigSources sources) {
        EffectiveConfig effective = ConfigReader.read(sources);
        assertThat(texts(effective)).isEmpty();
        assertThat(effective.config()).isEqualTo(expected);
    }

    private String write(String content) throws IOException {
        return Files.writeString(directory.resolve("larder.properties"), content, StandardCharsets.UTF_8)
                .toString();
    }

    private static List<String> texts(EffectiveConfig effective) {
        return effective.problems().stream().map(LogLine::text).toList();
    }
}
