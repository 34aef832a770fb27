package dev.larder.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.sample.ServiceClient;
import dev.larder.sample.ServiceClient.Answer;
import dev.larder.sample.WithSampleService;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@WithSampleService
@Import(SourceHeadersTest.Remembered.class)
final class SourceHeadersTest {

    private ServiceClient service;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        service = ServiceClient.onPort(port);
    }

    @Test
    void answer_ofOneQuery_saysSo() {
        assertSource(service.get("/api/leaderboard"), 200, "database", "1");
    }

    @Test
    void answer_ofSeveralQueries_saysHowMany() {
        assertSource(service.get("/api/dashboard/3"), 200, "database", "4");
    }

    @Test
    void answer_thatRanNoQuery_isFromTheCache() {
        assertSource(service.get("/api/remembered"), 200, "cache", "0");
    }

    @Test
    void absence_thatWasLookedUp_isFromTheDatabase() {
        assertSource(service.get("/api/users/9999"), 404, "database", "1");
    }

    @Test
    void refusal_hasNoSource() {
        Answer answer = service.get("/api/users/seven");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.source()).isEmpty();
    }

    @Test
    void requestOutsideTheApi_hasNoSource() {
        assertThat(service.get("/cache").source()).isEmpty();
    }

    private static void assertSource(Answer answer, int status, String source, String queries) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.source()).contains(source);
        assertThat(answer.queries()).contains(queries);
    }

    /** What an endpoint looks like from outside when all it calls is answered by the cache. */
    @TestConfiguration(proxyBeanMethods = false)
    @RestController
    static class Remembered {

        @GetMapping("/api/remembered")
        List<String> get() {
            return List.of("no query");
        }
    }
}
