package dev.larder.agent.core.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.RedisUrl;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The address of Redis: one URL, from our own settings or from the usual variables of the environment. */
final class RedisAddressTest extends ConfigGiven {

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
}
