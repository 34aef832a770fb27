package dev.larder.agent.core.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.config.source.Application;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of settings that cannot be used. */
final class ConfigProblemsTest extends ConfigGiven {

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
                "larder.log.level | TRACE | is not one of them. Accepted: one of OFF, FATAL, ERROR, WARN, INFO, DEBUG. The"
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
    void read_malformedMethodKey_namesThePattern() {
        properties.put("larder.method.com.acme.Users.find.tll", "1s");
        properties.put("larder.method.find.ttl", "1s");
        environment.put("LARDER_METHOD_COM_ACME_USERS_FIND_TTL", "1s");

        assertThat(texts(read()))
                .hasSize(3)
                .allSatisfy(
                        problem -> assertThat(problem)
                                .contains(
                                        "larder.method.<class>.<method>.ttl, .enabled, .staleTtl, .staleIfError, .refreshAhead or .tier"));
    }

    /** A name is compared word by word, so that a word left out, or one from a longer list, still leads to the right key. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "larder.metod.com.acme.Users.find.ttl | larder.method.<class>.<method>.ttl, .enabled, .staleTtl, .staleIfError, .refreshAhead or .tier",
                "larder.methods.com.acme.Users.find.enabled | larder.method.<class>.<method>.ttl, .enabled, .staleTtl, .staleIfError, .refreshAhead or .tier",
                "larder.redis.timout | larder.redis.timeout",
                "larder.timeout | larder.redis.timeout",
                "larder.url | larder.redis.url",
                "larder.redis.host | larder.redis.url",
                "larder.redis.password | larder.redis.url",
                "larder.redis.db | larder.redis.url",
                "larder.redisUrl | larder.redis.url",
                "larder.max-size | larder.value.max-size",
                "larder.memory.ttl | larder.memory.fallback-ttl",
                "larder.memory.max-byte | larder.memory.max-bytes",
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
    void read_controlCharacters_cannotForgeALogLine() {
        properties.put("larder.namespace", "a\n[larder] ERROR all is lost");
        properties.put("larder.names\npace", "x");

        assertThat(texts(read())).hasSize(2).allSatisfy(problem -> assertThat(problem)
                .doesNotContain("\n"));
    }
}
