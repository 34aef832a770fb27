package dev.larder.agent.apps;

import static org.awaitility.Awaitility.await;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.time.Duration;

/** A JVM that runs {@link ObedientApp}: a test asks it to do things, one at a time. */
public final class ObedientJvm implements AutoCloseable {

    private final ChildJvm.Running jvm;

    private ObedientJvm(ChildJvm.Running jvm) {
        this.jvm = jvm;
    }

    /** With the packed agent; an empty URL means memory. */
    public static ObedientJvm start(Jdk jdk, String redisUrl) throws IOException {
        return start(ChildJvm.on(jdk).agent(PackedAgent.jar()), redisUrl);
    }

    /** With whatever agents are attached already. */
    public static ObedientJvm start(ChildJvm jvm, String redisUrl) throws IOException {
        ObedientJvm started = new ObedientJvm(
                jvm.environment("REDIS_URL", redisUrl).main(ObedientApp.class).start());
        started.jvm.nextAnswer();
        return started;
    }

    /** The answer to a command. */
    public String ask(String command) throws IOException {
        return jvm.ask(command);
    }

    /** Loads the cached methods and waits for the mode. */
    public void awaitMode(String mode, Duration atMost) throws IOException {
        ask("check 0 0");
        await("mode " + mode)
                .atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> ask("read Mode"), mode::equals);
    }

    public long count(String attribute) throws IOException {
        return Long.parseLong(ask("read " + attribute));
    }

    public long pid() {
        return jvm.process().pid();
    }

    /** What the JVM has written to stderr so far. */
    public String stderr() throws IOException {
        return jvm.stderr();
    }

    /** Lets main return and waits for the JVM's end. */
    public ChildJvm.Finished end() throws IOException, InterruptedException {
        jvm.tell("end");
        return jvm.await();
    }

    @Override
    public void close() throws IOException {
        jvm.close();
    }
}
