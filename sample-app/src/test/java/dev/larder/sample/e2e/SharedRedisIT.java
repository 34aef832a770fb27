package dev.larder.sample.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.sample.ServiceClient.Answer;
import dev.larder.sample.browser.Chromium;
import dev.larder.sample.browser.SamplePage;
import dev.larder.sample.e2e.SteadyLoad.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two instances of the sample, the database and the Redis they share, started once for all tests of a JDK. Every test leaves Redis
 * running. The order matters to the first two, which are about the very first requests.
 */
@ParameterizedClass
@MethodSource("jdks")
@TestMethodOrder(OrderAnnotation.class)
final class SharedRedisIT {

    private static final String ANALYTICS = "/api/community/analytics/performance";
    /** A process that has just started is busy with other things than its first connection. */
    private static final Duration FIRST_CONNECTION = Duration.ofSeconds(30);

    private static final Duration LOSS_SHOWS = Duration.ofSeconds(1);
    private static final Duration RETURN_SHOWS = Duration.ofSeconds(5);

    private static RedisServer redis;
    private static SharedDatabase database;
    private static SampleInstance one;
    private static SampleInstance other;

    @Parameter
    Jdk jdk;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @BeforeParameterizedClassInvocation
    static void start(Jdk jdk) throws Exception {
        redis = RedisServer.start();
        database = SharedDatabase.start();
        one = SampleInstance.sharing(redis.url(), database.url(), jdk);
        one.awaitReady(); // alone: H2 fails one of two that create an index at the same time, "if not exists" or not
        other = SampleInstance.sharing(redis.url(), database.url(), jdk);
        other.awaitReady();
    }

    @AfterParameterizedClassInvocation
    static void end() throws IOException {
        one.close();
        other.close();
        database.close();
        redis.close();
    }

    @Test
    @Order(1)
    void otherInstance_firstRequest_isAHitWithTheSameAnswer() {
        awaitHealth("REDIS 200", FIRST_CONNECTION);
        Answer loaded = one.get(ANALYTICS);

        Answer shared = other.get(ANALYTICS);

        assertThat(loaded.source()).contains("database");
        assertThat(shared.source()).contains("cache");
        assertThat(shared.body()).isNotEmpty().isEqualTo(loaded.body());
    }

    @Test
    @Order(2)
    void page_firstAndSecondClick_showDatabaseThenCacheAndTheModeThroughout() throws Exception {
        awaitHealth("REDIS 200", RETURN_SHOWS);
        try (Chromium browser = Chromium.startOrSkip();
                SamplePage page = SamplePage.open(browser, other.url())) {
            page.awaitMode("REDIS");
            removeEntries("*performance*"); // not all: after a FLUSHALL nothing is stored until the next check of Redis
            assertThat(page.click("call-analytics").source()).isEqualTo("database");
            await("the miss").until(() -> page.hitRate() < 100);
            double afterMiss = page.hitRate();

            assertNextClickIsAHit(page, "call-analytics");
            await("a rising hit rate").until(() -> page.hitRate() > afterMiss);

            redis.kill();
            try {
                page.awaitMode("MEMORY");
                assertThat(page.click("call-analytics").status()).isEqualTo("200");
            } finally {
                redis.restart();
            }
            page.awaitMode("REDIS");
            assertThat(page.errors()).isEmpty();
        }
    }

    @Test
    @Order(3)
    void update_onOneInstance_isTheNextAnswerOfBoth() {
        awaitHealth("REDIS 200", RETURN_SHOWS);
        List<String> paths =
                List.of("/api/users/17", "/api/projects/6", "/api/leaderboard", ANALYTICS, "/api/dashboard/17");
        for (int round = 0; round < 5; round++) {
            String name = "Emmy Noether " + round;
            paths.forEach(SharedRedisIT::assertBecomesAHit);
            String before = troubles();

            assertThat(one.client()
                            .put("/api/users/17", Map.of("name", name, "city", "Erlangen"))
                            .status())
                    .isEqualTo(200);

            for (SampleInstance reader : List.of(other, one)) {
                assertThat(reader.get("/api/users/17").at("/name").asString()).isEqualTo(name);
                assertThat(reader.get("/api/dashboard/17").at("/user/name").asString())
                        .isEqualTo(name);
            }
            boolean stillCached = !ranTheQuery(other.get(ANALYTICS));
            if (troubles().equals(before)) {
                assertThat(stillCached).as("what shows no names").isTrue();
            }
        }
    }

    private static void assertBecomesAHit(String path) {
        assertHit(path, () -> {
            one.get(path);
            return !ranTheQuery(other.get(path));
        });
    }

    /** After a click that stored the value. */
    private static void assertNextClickIsAHit(SamplePage page, String button) {
        assertHit(button, () -> page.click(button).source().equals("cache"));
    }

    /** At once; only where a call was not answered by Redis in time, and the agent says so, is there another attempt. */
    private static void assertHit(String what, BooleanSupplier isHit) {
        boolean hit = false;
        for (int attempt = 1; !hit && attempt <= 5; attempt++) {
            String before = troubles();
            hit = isHit.getAsBoolean();
            if (!hit) {
                assertThat(troubles()).as(what).isNotEqualTo(before);
            }
        }
        assertThat(hit).as(what).isTrue();
    }

    /** As an operator would, past the agents. */
    private static void removeEntries(String pattern) {
        List<?> keys = (List<?>) redis.command("KEYS", pattern);
        keys.forEach(key -> redis.command("UNLINK", (String) key));
    }

    @Test
    @Order(3)
    void event_addedOnOneInstance_isInTheNextAnswerOfTheOther() {
        awaitHealth("REDIS 200", RETURN_SHOWS);
        for (int round = 0; round < 5; round++) {
            int before = other.get("/api/projects/6").at("/events").asInt();
            int place = other.get("/api/users/17").at("/events").asInt();

            Map<String, Object> event = Map.of("userId", 17, "kind", "REVIEW", "points", 5, "minutes", 10);
            assertThat(one.client().post("/api/projects/6/events", event).status())
                    .isEqualTo(201);

            assertThat(other.get("/api/projects/6").at("/events").asInt()).isEqualTo(before + 1);
            assertThat(other.get("/api/users/17").at("/events").asInt()).isEqualTo(place + 1);
        }
    }

    @Test
    @Order(3)
    void page_savedOnOneInstance_showsTheNewValueOnBothAtOnce() throws Exception {
        awaitHealth("REDIS 200", RETURN_SHOWS);
        try (Chromium browser = Chromium.startOrSkip()) {
            try (SamplePage page = SamplePage.open(browser, other.url())) {
                page.click("call-user");
                assertNextClickIsAHit(page, "call-user");
            }
            try (SamplePage page = SamplePage.open(browser, one.url())) {
                page.type("user-name", "Maria Mitchell");
                page.click("update-user");
                page.click("call-user");
                assertThat(page.text("answer")).contains("\"name\": \"Maria Mitchell\"");
            }
            try (SamplePage page = SamplePage.open(browser, other.url())) {
                page.click("call-user");
                assertThat(page.text("answer")).contains("\"name\": \"Maria Mitchell\"");
                assertThat(page.errors()).isEmpty();
            }
        }
    }

    /**
     * A hundred clients at once can make a busy machine so slow that Redis is not answered within the 100 ms of a call,
     * which then runs the query itself, or counts as lost. The agent says so in its figures, and only then is there
     * another attempt.
     */
    @Test
    @Order(4)
    void hundredClientsOfTwoInstances_coldKey_runTheQueryOnce() throws Exception {
        long queries = 0;
        for (int attempt = 1; queries != 1 && attempt <= 3; attempt++) {
            awaitHealth("REDIS 200", RETURN_SHOWS);
            String before = troubles();
            List<Answer> answers = Crowd.ask(ANALYTICS + "?top=" + (10 + attempt), 50, one.client(), other.client());
            queries = answers.stream().filter(SharedRedisIT::ranTheQuery).count();

            assertThat(answers).extracting(Answer::status).hasSize(100).containsOnly(200);
            assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
            if (queries != 1) {
                assertThat(troubles()).as(one.report() + other.report()).isNotEqualTo(before);
                System.out.println("On " + jdk + " a hundred clients ran " + queries
                        + " queries. Errors and modes before: " + before + ", after: " + troubles());
            }
        }
        assertThat(queries).as(one.report() + other.report()).isOne();
    }

    @Test
    @Order(5)
    void redisKilledUnderLoad_changesTheModeAndFailsNobody() throws Exception {
        awaitHealth("REDIS 200", RETURN_SHOWS);
        SteadyLoad load = SteadyLoad.on(one.client());
        try (load) {
            redis.kill();
            try {
                awaitHealth("MEMORY 503", LOSS_SHOWS);
                load.awaitMore();
            } finally {
                redis.restart();
            }
            awaitHealth("REDIS 200", RETURN_SHOWS);
            load.awaitMore();
        }
        assertThat(load.outcomes()).allMatch(Outcome::isAnswer);
    }

    @Test
    @Order(6)
    void redisFrozenUnderLoad_costsACallItsBudgetAtMost() throws Exception {
        awaitHealth("REDIS 200", RETURN_SHOWS);
        TimesInPeace normal;
        SteadyLoad load = SteadyLoad.on(one.client());
        try (load) {
            redis.flush();
            load.awaitMore();
            normal = TimesInPeace.of(load.outcomes());
            redis.pause();
            try {
                one.awaitHealth("MEMORY 503", RETURN_SHOWS);
                load.awaitMore();
            } finally {
                redis.resume();
            }
            awaitHealth("REDIS 200", RETURN_SHOWS);
            load.awaitMore();
        }
        assertThat(load.outcomes()).allMatch(Outcome::isAnswer);
        assertThat(load.outcomes()).allSatisfy(outcome -> assertThat(outcome.took())
                .as("%s, in peace %s", outcome, normal.of(outcome.request()))
                .isLessThan(normal.longest(outcome.request())));
    }

    private static void awaitHealth(String health, Duration atMost) {
        long start = System.nanoTime();
        one.awaitHealth(health, atMost);
        other.awaitHealth(health, atMost.minusNanos(System.nanoTime() - start));
    }

    private static String troubles() {
        return one.troubles() + " and " + other.troubles();
    }

    private static boolean ranTheQuery(Answer answer) {
        return answer.source().orElseThrow().equals("database");
    }
}
