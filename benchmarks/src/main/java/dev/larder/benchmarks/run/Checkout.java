package dev.larder.benchmarks.run;

import dev.larder.agent.fixtures.PackedAgent;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in the checkout that this module was built in. */
public final class Checkout {

    private Checkout() {}

    /** The packed agent, as built. */
    public static Path agentJar() {
        return built(root().resolve("agent/target/larder-agent.jar"));
    }

    /** The application of the module {@code benchmarks/boot-app}. */
    static Path bootApplication() {
        return built(root().resolve("benchmarks/boot-app/target/boot-app.jar"));
    }

    public static Path root() {
        Path built = PackedAgent.locationOf(Checkout.class).toAbsolutePath();
        for (Path directory = built.getParent(); directory != null; directory = directory.getParent()) {
            if (Files.isRegularFile(directory.resolve("agent/pom.xml"))) {
                return directory;
            }
        }
        throw new IllegalStateException(built + " lies in no checkout of Larder");
    }

    private static Path built(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    jar + " is missing. Build it: ./mvnw -Pbenchmarks -pl benchmarks -am package");
        }
        return jar;
    }
}
