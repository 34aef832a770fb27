package dev.larder.sample.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.sample.WithSampleService;
import dev.larder.sample.browser.SamplePage.Call;
import dev.larder.sample.cache.FakeCache;
import java.io.IOException;
import java.net.URI;
import javax.management.JMException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page in a real browser. */
@WithSampleService
final class PageTest {

    private static Chromium browser;

    private final FakeCache cache = new FakeCache();
    private SamplePage page;

    @BeforeAll
    static void start() throws IOException {
        browser = Chromium.startOrSkip();
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open(@LocalServerPort int port) {
        page = SamplePage.open(browser, URI.create("http://127.0.0.1:" + port));
    }

    @AfterEach
    void close() throws JMException {
        cache.detach();
        page.close();
    }

    @Test
    void page_withoutAgent_saysSoAndHowToAttachIt() {
        assertThat(page.mode()).isEqualTo("ABSENT");
        assertThat(page.text("mode")).isEqualTo("Agent not attached");
        assertThat(page.text("mode-reason")).contains("every call runs its query");
        assertThat(page.text("attach")).contains("-javaagent:");
        assertThat(page.errors()).isEmpty();
    }

    @Test
    void page_agentAttachedMeanwhile_showsItsModeFiguresAndMethods() throws Exception {
        cache.attach("REDIS");

        page.awaitMode("REDIS");
        assertThat(page.text("mode")).isEqualTo("Redis");
        assertThat(page.text("mode-reason")).isEqualTo("The test says so.");
        assertThat(page.text("mode-since")).startsWith("since ");
        assertThat(page.statistic("hitRate")).isEqualTo("75.0 %");
        assertThat(page.statistic("hits")).isEqualTo("1,234");
        assertThat(page.shows("attach")).isFalse();
        assertThat(page.text("methods")).contains("UserService.findById(long)").contains("user:{id}");
        assertThat(page.errors()).isEmpty();
    }

    @Test
    void page_healthEndpoints_areExplained() {
        assertThat(page.text("health")).contains("/health answers 200").contains("503");
    }

    @Test
    void everyReadingButton_clicked_addsARowWithLatencyAndSource() {
        assertRow(page.click("call-analytics"), "GET /api/community/analytics/performance", "database");
        assertRow(page.click("call-dashboard"), "GET /api/dashboard/17", "database, 4 queries");
        assertRow(page.click("call-leaderboard"), "GET /api/leaderboard", "database");
        assertRow(page.click("call-user"), "GET /api/users/17", "database");
        assertRow(page.click("call-project"), "GET /api/projects/6", "database, 2 queries");

        assertRow(page.click("call-members"), "GET /api/projects/6/members", "database, 4 queries");
        assertRow(page.click("call-last-visit"), "GET /api/users/17/visits/last", "database, 2 queries");

        assertThat(page.calls()).hasSize(7);
        assertThat(page.bars()).isEqualTo(7);
        assertThat(page.errors()).isEmpty();
    }

    @Test
    void saveUser_newName_isInTheNextAnswer() {
        page.type("user-id", "9");
        page.type("user-name", "Sophie Germain");

        assertThat(page.click("update-user").status()).isEqualTo("200");
        page.click("call-user");

        assertThat(page.text("answer")).contains("\"name\": \"Sophie Germain\"");
    }

    @Test
    void saveProjectAddEventAndVisit_clicked_areAccepted() {
        page.type("project-id", "8");

        assertThat(page.click("update-project").status()).isEqualTo("200");
        assertThat(page.click("add-event").status()).isEqualTo("201");
        assertThat(page.click("visit").status()).isEqualTo("200");
    }

    @Test
    void page_narrowWindow_fits() {
        page.click("call-analytics");

        page.resize(360, 740);

        assertThat(page.overflows()).isFalse();
    }

    private static void assertRow(Call row, String request, String source) {
        assertThat(row.request()).isEqualTo(request);
        assertThat(row.source()).isEqualTo(source);
        assertThat(row.latency()).matches("[0-9.]+ ms");
        assertThat(row.status()).isEqualTo("200");
    }
}
