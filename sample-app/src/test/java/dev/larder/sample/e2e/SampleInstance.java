package dev.larder.sample.e2e;

import static org.awaitility.Awaitility.await;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.sample.ServiceClient;
import dev.larder.sample.ServiceClient.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packed sample with the packed agent, in a JVM of its own and on a free loopback port. */
final class SampleInstance implements AutoCloseable {

    /** A start takes some seconds, on a busy machine many. */
    private static final Duration START = Duration.ofSeconds(90);

    private static final Pattern READY = Pattern.compile("Open (http://127\\.0\\.0\\.1:\\d+)/");

    private final ChildJvm.Running jvm;
    private URI url;
    private ServiceClient client;

    private SampleInstance(ChildJvm.Running jvm) {
        this.jvm = jvm;
    }

    /** As the README starts it, with all rows. */
    static SampleInstance withDefaults(Jdk jdk) throws IOException {
        return start(ChildJvm.on(jdk));
    }

    /** With a third of the rows: quicker to start, and its slow query still takes a good part of a second. */
    static SampleInstance sharing(String redisUrl, String databaseUrl, Jdk jdk) throws IOException {
        return start(
                ChildJvm.on(jdk)
                        .environment("REDIS_URL", redisUrl)
                        .environment("SPRING_DATASOURCE_URL", databaseUrl)
                        .environment("SPRING_DATASOURCE_USERNAME", "sa"),
                "--sample.seed.users=800",
                "--sample.seed.projects=130");
    }

    private static SampleInstance start(ChildJvm jvm, String... arguments) throws IOException {
        return new SampleInstance(jvm.agent(PackedAgent.jar())
                .jar(jar(), arguments)
                .environment("SERVER_PORT", "0")
                .start());
    }

    /** Returns when the service says that it is ready; a test may start several at once and then wait for each. */
    SampleInstance awaitReady() {
        await("the sample's start").atMost(START).until(this::isReady);
        return this;
    }

    private boolean isReady() throws IOException {
        Matcher ready = READY.matcher(jvm.stdout());
        if (ready.find()) {
            url = URI.create(ready.group(1));
            client = new ServiceClient(url);
            return true;
        }
        if (!jvm.process().isAlive()) {
            throw new IllegalStateException("The sample ended: " + jvm.stdout() + jvm.stderr());
        }
        return false;
    }

    URI url() {
        return url;
    }

    Answer get(String path) {
        return client.get(path);
    }

    ServiceClient client() {
        return client;
    }

    /** What the health endpoint says: the mode and the status that belongs to it, such as {@code REDIS 200}. */
    String health() {
        Answer answer = client.get("/health/redis");
        return answer.at("/mode").asString() + " " + answer.status();
    }

    /** Fails if the health endpoint does not say so within the time. */
    void awaitHealth(String health, Duration atMost) {
        await("health " + health)
                .atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(this::health, health::equals);
    }

    /** How many calls the cache failed, and since when it has been in its mode. */
    String troubles() {
        Answer answer = get("/health/redis");
        return answer.at("/statistics/errors").asLong() + " errors in "
                + answer.at("/mode").asString() + " since "
                + answer.at("/statistics/modeSince").asString();
    }

    /** For the message of a test that failed: what the agent counted and wrote. */
    String report() throws IOException {
        return "\n" + get("/cache").body().toPrettyString() + "\n" + jvm.stderr();
    }

    @Override
    public void close() throws IOException {
        jvm.close();
    }

    private static Path jar() {
        Path jar = Path.of("target", "sample-app.jar").toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new AssertionError(jar + " is missing: these tests run after 'package'");
        }
        return jar;
    }
}
