package dev.larder.benchmarks.run;

import dev.larder.agent.fixtures.RedisServer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A Redis of our own on the loopback interface: {@code redis-server} from the path, else from an artifact. */
public final class LocalRedis implements AutoCloseable {

    private static final String SOURCE = "larder.test.redis";

    private final RedisServer server;

    private LocalRedis(RedisServer server) {
        this.server = server;
    }

    /** Never a container: what stands between it and us would be measured as well. */
    public static LocalRedis start() {
        if (System.getProperty(SOURCE) == null) {
            System.setProperty(SOURCE, isOnPath() ? "process" : "embedded");
        }
        return new LocalRedis(RedisServer.start());
    }

    public String url() {
        return server.url();
    }

    int port() {
        return server.port();
    }

    void empty() {
        server.flush();
    }

    String version() {
        return ((String) server.command("INFO", "server"))
                .lines()
                .filter(line -> line.startsWith("redis_version:"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unknown");
    }

    @Override
    public void close() {
        server.close();
    }

    private static boolean isOnPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "redis-server"))
                .anyMatch(Files::isExecutable);
    }
}
