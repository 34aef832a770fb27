package dev.larder.benchmarks.run;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.benchmarks.apps.Hello;

/** What is started to see what the agent costs there. */
enum Program {
    IDLE("HelloWorld, idle") {
        @Override
        ChildJvm on(ChildJvm jvm, String... wishes) {
            return jvm.main(Hello.class, wishes);
        }
    },
    FIRST_CALL("HelloWorld, with a first cached call") {
        @Override
        ChildJvm on(ChildJvm jvm, String... wishes) {
            return wishes.length == 0 ? jvm.main(Hello.class, "cached") : jvm.main(Hello.class, "cached", wishes[0]);
        }
    },
    BOOT("Spring Boot application") {
        @Override
        ChildJvm on(ChildJvm jvm, String... wishes) {
            return jvm.jar(Checkout.bootApplication(), wishes);
        }
    };

    private final String label;

    Program(String label) {
        this.label = label;
    }

    /** The {@code jvm}, made to run this. It tells its footprint if that is among the {@code wishes}. */
    abstract ChildJvm on(ChildJvm jvm, String... wishes);

    /** A JVM that would run this. */
    ChildJvm on(Jdk jdk, boolean agent, String... wishes) {
        ChildJvm jvm = ChildJvm.on(jdk).options("-Xmx1g");
        return on(agent ? jvm.agent(Checkout.agentJar()) : jvm, wishes);
    }

    String label() {
        return label;
    }
}
