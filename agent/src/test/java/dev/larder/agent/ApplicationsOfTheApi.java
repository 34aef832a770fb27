package dev.larder.agent;

import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Applications that use the API, compiled for a test. */
abstract class ApplicationsOfTheApi {

    @TempDir
    static Path directory;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    static Path compile(String name, Map<String, String> sources) throws Exception {
        return Javac.compile(Jdks.oldest(), 17, directory.resolve(name), sources);
    }
}
