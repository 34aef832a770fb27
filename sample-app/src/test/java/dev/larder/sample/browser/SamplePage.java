package dev.larder.sample.browser;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The sample's page as a person uses it: clicks, types and reads. The service may run anywhere, with the agent or
 * without. One page at a time in a browser: they share its tab.
 *
 * <p>Whatever takes the page a moment is waited for: {@link #click} returns when the answer has its row.
 */
public final class SamplePage implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DevTools tab;

    private SamplePage(DevTools tab) {
        this.tab = tab;
    }

    /** Opens the page and waits until it shows the cache's mode for the first time. */
    public static SamplePage open(Chromium browser, URI baseUrl) {
        SamplePage page = new SamplePage(browser.openTab());
        List.of("Page.enable", "Runtime.enable", "Log.enable").forEach(page.tab::send);
        page.tab.send("Page.navigate", Map.of("url", baseUrl.resolve("/").toString()));
        await("the page").atMost(PATIENCE).until(() -> !page.mode().isEmpty());
        return page;
    }

    /** The mode as the agent calls it, or {@code ABSENT} or {@code ERROR}. */
    public String mode() {
        return evaluate("document.getElementById('state')?.dataset.mode ?? ''").asString();
    }

    /** Waits until the page, which asks once a second, shows a mode. */
    public void awaitMode(String mode) {
        await("mode " + mode).atMost(PATIENCE).until(this::mode, mode::equals);
    }

    /** A figure as the page words it, by its name among the statistics; empty if it is not shown. */
    public String statistic(String name) {
        return evaluate("document.querySelector('#statistics [data-name=\"%s\"]')?.textContent ?? ''".formatted(name))
                .asString();
    }

    /** In percent. */
    public double hitRate() {
        return Double.parseDouble(statistic("hitRate").replace(" %", ""));
    }

    /** Whether an element is there for a person to see. */
    public boolean shows(String id) {
        return evaluate("document.getElementById('%s').checkVisibility()".formatted(id))
                .asBoolean();
    }

    /** The text of an element. */
    public String text(String id) {
        return evaluate("document.getElementById('%s').innerText".formatted(id)).asString();
    }

    /** Replaces what stands in a field. */
    public void type(String fieldId, String value) {
        evaluate("document.getElementById('%s').select()".formatted(fieldId));
        evaluate("document.getElementById('%s').focus()".formatted(fieldId));
        tab.send("Input.insertText", Map.of("text", value));
    }

    /** Clicks a button with the mouse, waits for the answer and returns the call's row. */
    public Call click(String buttonId) {
        int before = callCount();
        JsonNode centre = evaluate("""
                (() => {
                  const button = document.getElementById('%s');
                  button.scrollIntoView({ block: 'center', behavior: 'instant' });
                  const box = button.getBoundingClientRect();
                  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
                })()
                """.formatted(buttonId));
        Stream.of("mousePressed", "mouseReleased").forEach(type -> mouse(type, centre));
        await("an answer to " + buttonId).atMost(PATIENCE).until(() -> callCount() > before);
        return calls().get(0);
    }

    /** The calls shown, newest first. */
    public List<Call> calls() {
        JsonNode rows = evaluate("""
                [...document.querySelectorAll('#calls tbody tr')].map((row) => [...row.cells].map((cell) => cell.innerText))
                """);
        return rows.valueStream().map(Call::of).toList();
    }

    /** How many bars the chart has. */
    public int bars() {
        return evaluate("document.querySelectorAll('#chart rect').length").asInt();
    }

    /** What a developer would see in red in the console: errors logged, exceptions, resources that did not load. */
    public List<String> errors() {
        Stream<JsonNode> exceptions = tab.events("Runtime.exceptionThrown").stream();
        Stream<JsonNode> logged = Stream.concat(
                tab.events("Log.entryAdded").stream().filter(event -> isError(event.at("/entry/level"))),
                tab.events("Runtime.consoleAPICalled").stream().filter(event -> isError(event.at("/type"))));
        return Stream.concat(exceptions, logged).map(JsonNode::toString).toList();
    }

    /** Shows the page to someone who prefers a dark one, or a light one. */
    public void prefer(String colourScheme) {
        Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", colourScheme);
        tab.send("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    }

    /** Makes the window as wide as a phone, say. */
    public void resize(int width, int height) {
        tab.send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Whether something sticks out to the right of the window. */
    public boolean overflows() {
        return evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
                .asBoolean();
    }

    /** Writes a picture of the whole page. */
    public void screenshot(Path png) throws IOException {
        JsonNode picture = tab.send("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        Files.write(png, Base64.getDecoder().decode(picture.get("data").asString()));
    }

    @Override
    public void close() {
        tab.close();
    }

    private int callCount() {
        return evaluate("callsMade").asInt();
    }

    private void mouse(String type, JsonNode at) {
        tab.send(
                "Input.dispatchMouseEvent",
                Map.of("type", type, "x", at.get("x"), "y", at.get("y"), "button", "left", "clickCount", 1));
    }

    private JsonNode evaluate(String expression) {
        JsonNode answer = tab.send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + " failed: " + answer.get("exceptionDetails"));
        }
        return answer.at("/result/value");
    }

    private static boolean isError(JsonNode level) {
        return level.asString().equals("error");
    }

    /**
     * A row of the last calls, worded as on the page.
     *
     * @param source {@code cache}, or {@code database} with the number of queries if there were several
     * @param latency with its unit
     */
    public record Call(String request, String source, String latency, String status) {

        private static Call of(JsonNode cells) {
            return new Call(
                    cells.get(0).asString(),
                    cells.get(1).asString(),
                    cells.get(2).asString(),
                    cells.get(3).asString());
        }
    }
}
