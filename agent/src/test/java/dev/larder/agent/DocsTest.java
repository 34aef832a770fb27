package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents quote is what the code says, and where they lead there is something. */
final class DocsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern FIGURE = Pattern.compile("(\\d[\\d,]*(?:\\.\\d+)?) (?:ns|µs)");

    /** A literal that goes on in the next one. */
    private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");

    static List<Path> documents() throws IOException {
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(root, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void links_ofADocument_leadSomewhere(Path document) {
        assertThat(groups(LINK, read(document)))
                .filteredOn(link -> !link.contains("://"))
                .allSatisfy(link -> {
                    String[] parts = link.split("#", 2);
                    Path target = parts[0].isEmpty()
                            ? document
                            : document.resolveSibling(parts[0]).normalize();
                    assertThat(target).exists();
                    if (parts.length == 2) {
                        assertThat(anchors(read(target))).contains(parts[1]);
                    }
                });
    }

    @Test
    void troubleshooting_quotesLinesAsTheCodeWritesThem() throws IOException {
        String literals = CONCATENATION.matcher(sources("src/main/java")).replaceAll("");

        assertThat(logLines()).hasSizeGreaterThan(40).allSatisfy(line -> assertThat(fixedParts(line))
                .as(line)
                .isNotEmpty()
                .allSatisfy(part -> assertThat(literals.contains(part)).as(part).isTrue()));
    }

    @Test
    void comingFromSpring_showsOnlyWhatATestRuns() throws IOException {
        String application = oneBlank(read(Path.of("src/test/java/dev/larder/agent/apps/ComingFromSpringApp.java")));

        assertThat(examples()).hasSizeGreaterThan(20).allSatisfy(example -> assertThat(fixedParts(example))
                .as(example)
                .isNotEmpty()
                .allSatisfy(part -> assertThat(application).contains(part)));
    }

    @Test
    void rationale_contentsNameEachDecisionOnce() {
        String rationale = read(ROOT.resolve("RATIONALE.md"));
        String contents = rationale.substring(0, rationale.indexOf("\n## "));
        List<String> named = LINK.matcher(contents)
                .results()
                .map(link -> link.group(1).substring(1))
                .toList();
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(
                        anchors(rationale).subList(1, anchors(rationale).size()));
    }

    @Test
    void readme_namesTheFiguresThatWereMeasured() {
        assertThat(figures("| **A hit in memory**"))
                .isEqualTo(measured(
                        "### A hit in memory\n",
                        "Larder, memory",
                        "Spring Cache on Caffeine",
                        "JetCache, LOCAL",
                        "hand-written Caffeine, text key",
                        "hand-written Caffeine, Long key"));
        assertThat(figures("| **A hit in Redis, one thread**"))
                .isEqualTo(
                        measured("### A hit in Redis\n", "Larder, Redis", "Spring Cache on Redis", "JetCache, REMOTE"));
    }

    private static List<String> figures(String row) {
        String line = read(ROOT.resolve("README.md"))
                .lines()
                .filter(candidate -> candidate.startsWith(row))
                .findFirst()
                .orElseThrow();
        return groups(FIGURE, line);
    }

    /** Of JDK 17, from the first table below {@code heading}. */
    private static List<String> measured(String heading, String... subjects) {
        String report = read(ROOT.resolve("docs/performance.md"));
        String section = report.substring(report.indexOf(heading));
        return Stream.of(subjects)
                .map(subject -> section.substring(section.indexOf("\n| " + subject + " | ") + subject.length() + 6))
                .map(cell -> cell.substring(0, cell.indexOf(' ')))
                .toList();
    }

    /** What stands as code in the first column of the tables of log lines. */
    private static List<String> logLines() {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : read(ROOT.resolve("docs/troubleshooting.md")).split("\n")) {
            if (line.contains("the log says |") || line.contains("or the log |")) {
                inside = true;
            } else if (!line.startsWith("|")) {
                inside = false;
            } else if (inside && !line.startsWith("|-")) {
                lines.addAll(groups(CODE, line.split("\\|")[1]));
            }
        }
        return lines;
    }

    /** Larder's annotations behind the first column of tables, which is Spring's, and in blocks of code that are not Spring's. */
    private static List<String> examples() {
        String document = read(ROOT.resolve("docs/coming-from-spring.md"));
        List<String> examples = new ArrayList<>();
        for (String line : document.split("\n")) {
            if (line.startsWith("| ")) {
                groups(CODE, line.substring(line.indexOf("|", 1))).stream()
                        .filter(code -> code.startsWith("@Cache"))
                        .forEach(examples::add);
            }
        }
        for (String block : groups(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL), document)) {
            if (!block.contains("org.springframework")) {
                block.lines()
                        .filter(line -> line.contains("@Cache"))
                        .map(String::trim)
                        .forEach(examples::add);
            }
        }
        return examples;
    }

    private static List<String> fixedParts(String quoted) {
        return Stream.of(quoted.split("…"))
                .map(part -> oneBlank(part).replaceAll("^[.,:; ]+|[ ,:]+$", ""))
                .filter(part -> part.length() > 2)
                .toList();
    }

    private static String sources(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(directory))) {
            return String.join(
                    "\n",
                    files.filter(file -> file.toString().endsWith(".java"))
                            .map(DocsTest::read)
                            .toList());
        }
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(String document) {
        return document.lines()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.groupCount() == 0 ? match.group() : match.group(1))
                .toList();
    }

    private static String oneBlank(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
