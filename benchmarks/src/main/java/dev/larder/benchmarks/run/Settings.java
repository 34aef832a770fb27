package dev.larder.benchmarks.run;

import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was asked for on the command line, as {@code name=value} words:
 *
 * <ul>
 *   <li>{@code effort=quick|short|full}: {@link Effort#QUICK}, {@link Effort#SHORT} or, by default, {@link Effort#FULL}
 *   <li>{@code forks=n}: JVMs for each measurement
 *   <li>{@code minutes=n}: no fork is begun after these, unless it is the first of its kind
 *   <li>{@code jdk=17}: only on that one
 *   <li>{@code only=regex}: only measurements whose description, {@code Program IDLE} or {@code Heap} contains it; for
 *       {@code copies}, {@code Copies MAP MISS}
 *   <li>{@code file=path}: the result file, {@code docs/performance/results.json} by default
 * </ul>
 *
 * @param command these words, without the file, which may name a place on somebody's machine
 */
public record Settings(Effort effort, Duration mostTime, List<Jdk> jdks, Pattern only, Path file, String command) {

    private static final List<String> NAMES = List.of("effort", "forks", "minutes", "jdk", "only", "file");

    public static Settings parse(List<String> words) {
        words.forEach(Settings::checkName);
        Effort effort = Effort.named(value(words, "effort", "full"));
        String jdk = value(words, "jdk", "");
        return new Settings(
                effort.withForks(Integer.parseInt(value(words, "forks", Integer.toString(effort.forks())))),
                Duration.ofMinutes(Integer.parseInt(value(words, "minutes", "1440"))),
                Jdks.all().stream()
                        .filter(found -> jdk.isEmpty() || jdk.equals(Integer.toString(found.version())))
                        .toList(),
                Pattern.compile(value(words, "only", "")),
                Checkout.root().resolve(value(words, "file", "docs/performance/results.json")),
                words.stream().filter(word -> !word.startsWith("file=")).collect(Collectors.joining(" ")));
    }

    List<Measurement> plan() {
        return Plan.on(jdks.stream().map(Jdk::version).toList()).measurements().stream()
                .filter(measurement -> wants(measurement.toString()))
                .toList();
    }

    List<Program> among(List<Program> programs) {
        return programs.stream().filter(program -> wants("Program " + program)).toList();
    }

    /** Whether {@code only} lets something be measured. */
    public boolean wants(String description) {
        return only.matcher(description).find();
    }

    private static void checkName(String word) {
        if (NAMES.stream().noneMatch(name -> word.startsWith(name + "="))) {
            throw new IllegalArgumentException(word + " is not one of " + NAMES + " with = and a value");
        }
    }

    private static String value(List<String> words, String name, String otherwise) {
        return words.stream()
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .findFirst()
                .orElse(otherwise);
    }
}
