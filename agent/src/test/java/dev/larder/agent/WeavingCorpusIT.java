package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Method shapes of every release, woven and run with full verification, against the same run without the agent. */
final class WeavingCorpusIT {

    private static final Path CORPUS = Path.of("src", "test", "corpus");

    /** Corpus.allOfThem puts under the template of these methods, and declares a {@code Comparable}. */
    private static final Pattern MORE_GENERAL =
            Pattern.compile("on Corpus\\.(repeated|put(Boolean|Byte|Char|Short|Int|Float))\\(\\S*\\): .*, while"
                    + " Corpus\\.allOfThem\\(java\\.lang\\.Comparable,long\\) stores under the same key template with a more"
                    + " general type");

    /** What each release adds; a target has those up to its own. */
    private static final Map<Integer, String> ADDED = new LinkedHashMap<>();

    static {
        ADDED.put(11, "Nests");
        ADDED.put(17, "Records");
        ADDED.put(21, "Patterns");
        ADDED.put(25, "Flexible");
    }

    @TempDir
    static Path directory;

    @ParameterizedTest
    @MethodSource("targets")
    void h34_everyShape_isWovenAndBehavesAsUnwoven(Jdk jdk, int release, String debug) throws Exception {
        Path classes = compile(release, debug);
        String[] added = added(release).toArray(String[]::new);

        Finished plain = jvm(jdk, classes).main("Corpus", added).run();
        Finished woven =
                jvm(jdk, classes).agent(PackedAgent.jar()).main("Corpus", added).run();

        assertThat(plain.exitCode()).as(plain.stderr()).isZero();
        assertThat(woven.complaints())
                .allMatch(line -> line.contains("cannot be part of a key")
                        || line.contains("is declared as T, and")
                        || MORE_GENERAL.matcher(line).find()
                        || line.contains("its key has 'calls' of its object"));
        assertThat(woven.exitCode()).isZero();
        assertThat(results(woven)).isEqualTo(results(plain));
        assertThat(count("moved", plain)).isZero();
        assertThat(count("moved", woven)).isEqualTo(count("annotated", woven)).isGreaterThan(60);
    }

    private static ChildJvm jvm(Jdk jdk, Path classes) {
        return ChildJvm.on(jdk).options("-Xverify:all", "-ea").classPath(classes, PackedAgent.annotations());
    }

    private static List<String> results(Finished run) {
        return run.stdout().lines().filter(line -> line.startsWith("[")).toList();
    }

    private static int count(String what, Finished run) {
        return run.stdout()
                .lines()
                .filter(line -> line.startsWith(what + " "))
                .mapToInt(line -> Integer.parseInt(line.substring(what.length() + 1)))
                .sum();
    }

    private static Path compile(int release, String debug) throws IOException, InterruptedException {
        Path target = directory.resolve(release + debug);
        if (Files.isDirectory(target)) {
            return target;
        }
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("Corpus", Files.readString(CORPUS.resolve("java8/Corpus.java")));
        for (Map.Entry<Integer, String> entry : ADDED.entrySet()) {
            if (entry.getKey() <= release) {
                Path file = CORPUS.resolve("java" + entry.getKey()).resolve(entry.getValue() + ".java");
                sources.put(entry.getValue(), Files.readString(file));
            }
        }
        return Javac.compile(Jdks.newest(), release, target, sources, debug);
    }

    private static List<String> added(int release) {
        return ADDED.entrySet().stream()
                .filter(entry -> entry.getKey() <= release)
                .map(Map.Entry::getValue)
                .toList();
    }

    static Stream<Arguments> targets() {
        return Jdks.all().stream().flatMap(jdk -> Stream.of(
                        Arguments.of(jdk, 8, "-g"),
                        Arguments.of(jdk, 8, "-g:none"),
                        Arguments.of(jdk, 11, "-g"),
                        Arguments.of(jdk, 17, "-g"),
                        Arguments.of(jdk, 21, "-g"),
                        Arguments.of(jdk, 25, "-g"))
                .filter(target -> (int) target.get()[1] <= jdk.version()));
    }
}
