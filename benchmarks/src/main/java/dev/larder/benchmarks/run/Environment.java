package dev.larder.benchmarks.run;

import com.sun.management.OperatingSystemMXBean;
import dev.larder.agent.fixtures.Jdk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where and of what figures were made. Nothing in it tells one machine of a kind from another.
 *
 * @param cpu model, as the operating system names it
 * @param versions by what has them
 * @param command that made them
 */
public record Environment(
        int cores, String cpu, long memoryGigabytes, String os, Map<String, String> versions, String command) {

    static Environment of(List<Jdk> jdks, String redisVersion, String command) {
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Map<String, String> versions = new TreeMap<>(libraries());
        jdks.forEach(jdk -> versions.put(jdk.toString(), release(jdk)));
        versions.put("Redis", redisVersion);
        return new Environment(
                Runtime.getRuntime().availableProcessors(),
                cpuModel(),
                Math.round(machine.getTotalMemorySize() / 1e9),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                versions,
                command);
    }

    /** Those of the build. */
    private static Map<String, String> libraries() {
        Properties read = new Properties();
        try (InputStream in = Environment.class.getResourceAsStream("/dev/larder/benchmarks/versions.properties")) {
            read.load(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> versions = new TreeMap<>();
        read.stringPropertyNames().forEach(name -> versions.put(name.replace('_', ' '), read.getProperty(name)));
        return versions;
    }

    private static String release(Jdk jdk) {
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(jdk.home().resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return release.getProperty("JAVA_RUNTIME_VERSION", release.getProperty("JAVA_VERSION", "unknown"))
                .replace("\"", "");
    }

    private static String cpuModel() {
        Path cpus = Path.of("/proc/cpuinfo");
        try {
            List<String> lines = Files.isReadable(cpus) ? Files.readAllLines(cpus) : List.of();
            return lines.stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown model");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
