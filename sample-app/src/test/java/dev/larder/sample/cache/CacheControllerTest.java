package dev.larder.sample.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.sample.ServiceClient;
import dev.larder.sample.ServiceClient.Answer;
import dev.larder.sample.WithSampleService;
import javax.management.JMException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@WithSampleService
final class CacheControllerTest {

    private final FakeCache cache = new FakeCache();
    private ServiceClient service;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        service = ServiceClient.onPort(port);
    }

    @AfterEach
    void detach() throws JMException {
        cache.detach();
    }

    @ParameterizedTest
    @ValueSource(strings = {"REDIS", "MEMORY", "INITIALIZING", "RECOVERING", "OFF"})
    void health_inEveryMode_is200WithModeAndStatistics(String mode) throws Exception {
        cache.attach(mode);

        Answer answer = service.get("/health");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/mode").asString()).isEqualTo(mode);
        assertThat(answer.at("/statistics/modeReason").asString()).isEqualTo("The test says so.");
        assertThat(answer.at("/statistics/hits").asLong()).isEqualTo(1234);
    }

    @Test
    void health_withoutAgent_is200AndAbsent() {
        Answer answer = service.get("/health");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/mode").asString()).isEqualTo("ABSENT");
    }

    @Test
    void health_modeCannotBeRead_is200AndSaysWhy() throws Exception {
        cache.attach(FakeCache.BROKEN);

        Answer answer = service.get("/health");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/mode").asString()).isEqualTo("ERROR");
        assertThat(answer.at("/statistics/modeReason").asString()).contains("out of order");
    }

    @ParameterizedTest
    @CsvSource({"REDIS, 200", "MEMORY, 503", "INITIALIZING, 503", "RECOVERING, 503", "OFF, 503"})
    void redisHealth_inAMode_answersItsStatusWithStatistics(String mode, int status) throws Exception {
        cache.attach(mode);

        Answer answer = service.get("/health/redis");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.at("/mode").asString()).isEqualTo(mode);
        assertThat(answer.at("/statistics/modeReason").asString()).isEqualTo("The test says so.");
        assertThat(answer.at("/statistics/hits").asLong()).isEqualTo(1234);
        assertThat(answer.at("/statistics/hitRate").asDouble()).isEqualTo(0.75);
        assertThat(answer.at("/statistics/enabled").asBoolean()).isTrue();
    }

    @Test
    void redisHealth_attributesTheAgentLacks_areLeftOut() throws Exception {
        cache.attach("REDIS");

        assertThat(service.get("/health/redis").at("/statistics").propertyNames())
                .contains("hits")
                .doesNotContain("stores");
    }

    @Test
    void redisHealth_withoutAgent_is503AndAbsent() {
        Answer answer = service.get("/health/redis");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.at("/mode").asString()).isEqualTo("ABSENT");
    }

    @Test
    void redisHealth_modeCannotBeRead_is500AndSaysWhy() throws Exception {
        cache.attach(FakeCache.BROKEN);

        Answer answer = service.get("/health/redis");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.at("/mode").asString()).isEqualTo("ERROR");
        assertThat(answer.at("/statistics/modeReason").asString()).contains("out of order");
    }

    @Test
    void overview_withAgent_listsItsMethods() throws Exception {
        cache.attach("MEMORY");

        Answer answer = service.get("/cache");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/status/mode").asString()).isEqualTo("MEMORY");
        assertThat(answer.at("/methods")).hasSize(1);
        assertThat(answer.at("/methods/0/name").asString())
                .isEqualTo("dev.larder.sample.user.UserService.findById(long)");
        assertThat(answer.at("/methods/0/statistics/key").asString()).isEqualTo("user:{id}");
    }

    @Test
    void overview_rateThatIsNoNumber_isLeftOut() throws Exception {
        cache.attach("MEMORY");

        assertThat(service.get("/cache").at("/methods/0/statistics").propertyNames())
                .doesNotContain("hitRate");
    }

    @Test
    void overview_withoutAgent_hasNoMethods() {
        Answer answer = service.get("/cache");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/status/mode").asString()).isEqualTo("ABSENT");
        assertThat(answer.at("/methods")).isEmpty();
    }
}
