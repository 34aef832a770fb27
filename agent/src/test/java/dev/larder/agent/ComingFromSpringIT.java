package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.ComingFromSpringApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of {@code docs/coming-from-spring.md} with the packed agent; {@code DocsTest} says that they are those. */
final class ComingFromSpringIT {

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void examples_overMemory_doWhatTheTableSays(Jdk jdk) throws Exception {
        Finished app = ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar(), "redis.timeout=5s") // the first calls wait for a JVM that is busy starting
                .main(ComingFromSpringApp.class)
                .run();

        assertThat(app.stdout().lines())
                .as(app.stderr())
                .containsExactly(
                        "find: [find]",
                        "condition is false: [find, find]",
                        "null: [find, find]",
                        "self-invocation: []",
                        "put by the result: [save]",
                        "after the put: []",
                        "the authors: [by]",
                        "remove: [remove]",
                        "after remove: [find, by]",
                        "reload: [reload]",
                        "after reload: [find]",
                        "no key: [newest]",
                        "another argument: [newest]",
                        "nested: [nested]",
                        "by position: [first]",
                        "target: [target, target]",
                        "method without arguments: [trimmed]",
                        "computed: [lowerCase]",
                        "constant: [constant]",
                        "unless: [paperback, paperback]",
                        "optional: [optional, optional]",
                        "prefix: [page]",
                        "evicted by the pattern: [clear, page]",
                        "before: [lend, lent, thrown, lent]",
                        "each element: [lendAll, lent]",
                        "put a parameter: [shelve]",
                        "in code: [constant]",
                        "in code, yes: [constant]",
                        "everything: [constant]");
        assertThat(app.agentLines()).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
        assertThat(app.exitCode()).isZero();
    }
}
