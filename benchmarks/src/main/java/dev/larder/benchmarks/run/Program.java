package dev.larder.benchmarks.run;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.benchmarks.apps.Hello;
import java.util.Arrays;
import java.util.stream.Stream;

/** What is started to see what the agent costs there. */
public enum Program {
    IDLE("HelloWorld, idle", false),
    FIRST_CALL("HelloWorld with a first cached call", false),
    FIRST_CALL_REDIS("HelloWorld with a first cached call, Redis", true),
    BOOT("Spring Boot application", false);

    private final String label;
    private final boolean redis;

    Program(String label, boolean redis) {
        this.label = label;
        this.redis = redis;
    }

    public String label() {
        return label;
    }

    /** A JVM that would run this. It tells its footprint if that is among the {@code wishes}. */
    ChildJvm on(Jdk jdk, boolean agent, LocalRedis server, String... wishes) {
        ChildJvm jvm = ChildJvm.on(jdk).options("-Xmx1g");
        if (redis) {
            jvm.options("-Dlarder.redis.url=" + server.url());
        }
        if (agent) {
            jvm.agent(Checkout.agentJar());
        }
        return switch (this) {
            case IDLE -> jvm.main(Hello.class, wishes);
            case FIRST_CALL, FIRST_CALL_REDIS ->
                jvm.main(
                        Hello.class,
                        Stream.concat(Stream.of("cached"), Arrays.stream(wishes))
                                .toArray(String[]::new));
            case BOOT -> jvm.jar(Checkout.bootApplication(), wishes);
        };
    }
}
