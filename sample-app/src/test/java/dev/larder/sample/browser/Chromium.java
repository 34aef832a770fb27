package dev.larder.sample.browser;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless browser of our own with one tab, and with a profile that nobody else uses. */
public final class Chromium implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--window-size=1280,1100",
            "--remote-debugging-port=0");

    private final Path profile;
    private final Process process;

    private Chromium(Path binary) throws IOException {
        profile = Files.createTempDirectory("larder-browser");
        process = new ProcessBuilder(Stream.of(
                                Stream.of(binary.toString()),
                                FLAGS.stream(),
                                Stream.of("--user-data-dir=" + profile, "about:blank"))
                        .flatMap(parts -> parts)
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("output.log").toFile())
                .start();
    }

    /**
     * Starts a browser. Where there is none the test at hand is skipped, or fails if the environment has
     * {@code LARDER_REQUIRE_BROWSER=true}.
     */
    public static Chromium startOrSkip() throws IOException {
        Optional<Path> binary = find();
        if (binary.isEmpty()) {
            giveUp("No browser found: the page is NOT tested. Install chromium, or name one in CHROME_BIN.");
        }
        return new Chromium(binary.orElseThrow());
    }

    /** Opens the protocol of the tab the browser started with. */
    DevTools openTab() {
        Path portFile = profile.resolve("DevToolsActivePort");
        await("the browser's debugging port").atMost(START).until(() -> isWritten(portFile));
        return DevTools.connect(tab(portFile));
    }

    @Override
    public void close() {
        List<ProcessHandle> processes = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        await("the browser's end").atMost(START).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        // By the method that does not throw: a leftover in the folder for temporary files fails no test.
        FileSystemUtils.deleteRecursively(profile.toFile());
    }

    private static Optional<Path> find() {
        Stream<Path> named = Stream.ofNullable(System.getenv("CHROME_BIN"))
                .filter(name -> !name.isBlank())
                .map(Path::of);
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(named, onPath).filter(Files::isExecutable).findFirst();
    }

    private static void giveUp(String reason) {
        if ("true".equals(System.getenv("LARDER_REQUIRE_BROWSER"))) {
            Assertions.fail(reason);
        }
        System.out.println("SKIPPED: " + reason);
        Assumptions.abort(reason);
    }

    private boolean isWritten(Path portFile) throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("The browser ended: " + Files.readString(profile.resolve("output.log")));
        }
        return Files.exists(portFile) && Files.readString(portFile).contains("\n");
    }

    private static URI tab(Path portFile) {
        try {
            String port = Files.readAllLines(portFile).get(0);
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                    .build();
            String tabs = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            return new JsonMapper()
                    .readTree(tabs)
                    .valueStream()
                    .filter(tab -> tab.path("type").asString().equals("page"))
                    .map(tab -> tab.path("webSocketDebuggerUrl"))
                    .map(JsonNode::asString)
                    .map(URI::create)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException("The browser does not name its tabs", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
