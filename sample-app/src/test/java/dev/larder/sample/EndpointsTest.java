package dev.larder.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.sample.ServiceClient.Answer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@WithSampleService
final class EndpointsTest {

    private ServiceClient service;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        service = ServiceClient.onPort(port);
    }

    @Test
    void performance_byDefault_ranksAtMostThreeProjectsOfEachTopic() {
        Answer answer = service.get("/api/community/analytics/performance");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isNotEmpty().allSatisfy(topic -> assertThat(topic)
                .hasSizeBetween(1, 3));
        assertThat(answer.body()).allSatisfy(topic -> {
            assertThat(topic.at("/0/rank").asInt()).isEqualTo(1);
            assertThat(topic.at("/0/points").asInt()).isPositive();
            assertThat(topic.at("/0/medianMinutes").asInt()).isPositive();
        });
    }

    @Test
    void performance_ofOneTopic_holdsThatTopicAlone() {
        Answer answer = service.get("/api/community/analytics/performance?topic=testing&top=1");

        assertThat(answer.body().propertyNames()).containsExactly("testing");
        assertThat(answer.at("/testing")).hasSize(1);
    }

    @Test
    void user_known_hasDerivedFacts() {
        Answer answer = service.get("/api/users/3");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/id").asInt()).isEqualTo(3);
        assertThat(answer.at("/events").asInt()).isPositive();
        assertThat(answer.at("/rank").asInt()).isBetween(1, 60);
        assertThat(answer.at("/favouriteTopic").asString()).isNotEmpty();
    }

    @Test
    void project_known_namesItsContributors() {
        Answer answer = service.get("/api/projects/2");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/members").asInt()).isPositive();
        assertThat(answer.at("/contributors/0/share").asDouble()).isPositive();
    }

    @Test
    void members_ofAProject_areUsersInTheOrderOfTheirIds() {
        Answer answer = service.get("/api/projects/2/members");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().size())
                .isEqualTo(service.get("/api/projects/2").at("/members").asInt());
        assertThat(answer.body().valueStream().map(user -> user.at("/id").asLong()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(answer.body())
                .allSatisfy(user -> assertThat(user.at("/name").asString()).isNotEmpty());
    }

    @Test
    void visit_isTheLastOneOfItsUser() {
        assertThat(service.get("/api/users/11/visits/last").at("/lastVisit").isNull())
                .isTrue();
        for (int visit = 0; visit < 2; visit++) {
            Answer visited = service.post("/api/users/11/visits", Map.of());

            assertThat(visited.status()).isEqualTo(200);
            assertThat(service.get("/api/users/11/visits/last").body()).isEqualTo(visited.body());
        }
    }

    @Test
    void dashboard_known_composesItsParts() {
        Answer answer = service.get("/api/dashboard/3");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/user/id").asInt()).isEqualTo(3);
        assertThat(answer.at("/community/users").asInt()).isEqualTo(60);
        assertThat(answer.at("/leaderboard")).hasSize(5);
        assertThat(answer.at("/recent")).isNotEmpty();
    }

    @Test
    void leaderboard_ofASize_hasThatSize() {
        Answer answer = service.get("/api/leaderboard?size=4");

        assertThat(answer.body()).hasSize(4);
        assertThat(answer.at("/0/rank").asInt()).isEqualTo(1);
    }

    @Test
    void putUser_known_isSeenByTheNextReader() {
        Answer changed = service.put("/api/users/5", Map.of("name", "Mary Somerville", "city", "Jedburgh"));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(service.get("/api/users/5").at("/name").asString()).isEqualTo("Mary Somerville");
        assertThat(service.get("/api/users/5").at("/city").asString()).isEqualTo("Jedburgh");
    }

    @Test
    void putProject_known_isSeenByTheNextReader() {
        Answer changed = service.put("/api/projects/4", Map.of("name", "orrery"));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(service.get("/api/projects/4").at("/name").asString()).isEqualTo("orrery");
    }

    @Test
    void postEvent_ofAKnownUser_comesFirstInTheirRecentEvents() {
        Answer added = service.post("/api/projects/1/events", event(7, "ANSWER", 99));

        assertThat(added.status()).isEqualTo(201);
        assertThat(service.get("/api/dashboard/7").at("/recent/ANSWER/0/points").asInt())
                .isEqualTo(99);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/users/9999",
                "/api/users/9999/visits/last",
                "/api/projects/9999",
                "/api/projects/9999/members",
                "/api/dashboard/9999"
            })
    void get_unknownId_is404AndNamesIt(String path) {
        Answer answer = service.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.detail()).contains("9999");
    }

    @Test
    void change_unknownId_is404() {
        Map<String, Object> user = Map.of("name", "Nobody", "city", "Nowhere");

        assertThat(service.put("/api/users/9999", user).status()).isEqualTo(404);
        assertThat(service.put("/api/projects/9999", Map.of("name", "nothing")).status())
                .isEqualTo(404);
        assertThat(service.post("/api/projects/1/events", event(9999, "ISSUE", 1))
                        .status())
                .isEqualTo(404);
        assertThat(service.post("/api/projects/9999/events", event(1, "ISSUE", 1))
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/users/seven, id",
        "/api/leaderboard?size=0, size must be greater than or equal to 1.",
        "/api/leaderboard?size=101, size must be less than or equal to 100.",
        "/api/community/analytics/performance?top=0, top must be greater than or equal to 1.",
    })
    void get_badParameter_is400AndNamesIt(String path, String detail) {
        Answer answer = service.get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains(detail);
    }

    @Test
    void putUser_blankFields_is400AndNamesThem() {
        Answer answer = service.put("/api/users/5", Map.of("name", " "));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo("city must not be blank, name must not be blank.");
    }

    @Test
    void postEvent_unknownKind_is400() {
        Answer answer = service.post("/api/projects/1/events", event(7, "NAP", 1));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo("The body is not the JSON object expected here.");
    }

    private static Map<String, Object> event(long userId, String kind, int points) {
        return Map.of("userId", userId, "kind", kind, "points", points, "minutes", 10);
    }
}
