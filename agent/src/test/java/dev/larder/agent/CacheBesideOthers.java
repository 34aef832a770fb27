package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.ClassView;
import dev.larder.agent.apps.Fares;
import dev.larder.agent.apps.ObedientJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What holds in an application whose cache is up, whatever other agents are attached to it. */
final class CacheBesideOthers {

    private static final int KEYS = 20;

    private final ObedientJvm application;
    private int nextKey;

    CacheBesideOthers(ObedientJvm application) {
        this.application = application;
    }

    /** Every call is looked up once, hits if it may, and finds nothing after an eviction. */
    void assertWorks() throws IOException {
        List<Long> before = counts();
        String answer = application.ask("fares " + nextKey + " " + KEYS);
        List<Long> after = counts();
        nextKey += KEYS;

        assertThat(answer).isEqualTo(2 * KEYS + " runs");
        assertThat(after)
                .as("hits, misses, evictions, errors")
                .containsExactly(before.get(0) + KEYS, before.get(1) + 2 * KEYS, before.get(2) + KEYS, 0L);
    }

    private List<Long> counts() throws IOException {
        return List.of(
                application.count("Hits"),
                application.count("Misses"),
                application.count("Evictions"),
                application.count("Errors"));
    }

    /**
     * The woven class looks as it is written, but for the two moved bodies, a monitor that moved with one of them, and
     * the number that keeps its serialized form readable in spite of that.
     */
    void assertLooksAsWritten(String... membersOfTheOther) throws IOException {
        String find = "java.util.List<java.lang.String> dev.larder.agent.apps.Fares.find(int)";
        List<String> expected = new ArrayList<>(ClassView.of(Fares.class));
        assertThat(expected.remove("@Cached public synchronized " + find)).isTrue();
        expected.add("@Cached public " + find);
        expected.add("synthetic private synchronized java.util.List dev.larder.agent.apps.Fares.find$uncached(int)");
        expected.add("synthetic private void dev.larder.agent.apps.Fares.drop$uncached(int)");
        expected.add("synthetic private static final long dev.larder.agent.apps.Fares.serialVersionUID");
        expected.addAll(List.of(membersOfTheOther));

        assertThat(Stream.of(application.ask("view").split("; "))).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Lets the application end. */
    Finished assertEndsWell() throws IOException, InterruptedException {
        Finished finished = application.end();
        assertThat(finished.exitCode()).as(finished.stderr()).isZero();
        assertThat(finished.agentLines()).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
        assertThat(finished.stderr())
                .doesNotContain(
                        "UnsupportedOperationException",
                        "attempted to change the schema",
                        "LinkageError",
                        "VerifyError",
                        "StackOverflowError");
        return finished;
    }
}
