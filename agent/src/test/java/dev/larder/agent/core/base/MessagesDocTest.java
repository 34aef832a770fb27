package dev.larder.agent.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.plan.RefusedMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The messages, the code that says them and the page that explains them are the same. */
final class MessagesDocTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path LAUNCHER = SOURCES.resolve("dev/larder/agent/LarderAgent.java");

    /** Level, id and text of one section of the page. */
    private static final Pattern SECTION =
            Pattern.compile("### (LDR-\\d{4})\n\n(INFO|WARN|ERROR|FATAL) `([^`]+)`\n\n(.+?)\n\n");

    private static final Pattern QUOTED_ID = Pattern.compile("LDR-\\d{4}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");

    /** What the launcher says, from the level to the end of the expression. */
    private static final Pattern SAID =
            Pattern.compile("say\\(\"([A-Z]+) (LDR-\\d{4}) (.*?\"[^\"]*?)\\);", Pattern.DOTALL);

    @Test
    void ids_ofAllMessages_areDistinctAndInOrder() {
        assertThat(Message.values())
                .extracting(Message::id)
                .isSorted()
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches("LDR-0[1-7]\\d\\d"));
    }

    @Test
    void messagesPage_explainsEachMessageAndNoOther() {
        List<String> explained = SECTION.matcher(page())
                .results()
                .map(section -> section.group(1) + " " + section.group(2) + " " + section.group(3))
                .toList();
        assertThat(explained)
                .containsExactlyElementsOf(Arrays.stream(Message.values())
                        .map(message -> message.id() + " " + message.level() + " " + message.form())
                        .toList());
        assertThat(page().lines().filter(line -> line.startsWith("### "))).hasSameSizeAs(explained);
    }

    /** Of what Larder does now an INFO line says enough. */
    @Test
    void messagesPage_ofEachWarning_saysWhatLarderDoesAndWhatToDo() {
        String[] sections = page().split("\n(?=### )");
        assertThat(sections)
                .filteredOn(section -> section.contains("\n\nWARN `") || section.contains("\n\nERROR `"))
                .hasSizeGreaterThan(50)
                .allSatisfy(section -> assertThat(section).contains("\n- **Larder now:** ", "\n- **To do:** "));
    }

    @Test
    void ids_inAllDocuments_areThoseOfMessages() throws IOException {
        List<String> known = Arrays.stream(Message.values()).map(Message::id).toList();
        for (Path document : documents()) {
            assertThat(QUOTED_ID.matcher(read(document)).results().map(MatchResult::group))
                    .as(document.toString())
                    .isSubsetOf(known);
        }
    }

    @ParameterizedTest
    @EnumSource
    void message_ofEachKind_isSaidSomewhere(Message message) throws IOException {
        assertThat(sources()).anySatisfy(file -> assertThat(read(file))
                .containsAnyOf(
                        "Message." + message + ".",
                        "Message." + message + ")",
                        "Message." + message + " ",
                        "Message." + message + ";",
                        " " + message.id() + " "));
    }

    /** The compiler does not count them, and reads more than the sources show: it is the class files that are looked at. */
    @Test
    void values_ofEachLine_areAsManyAsItsPlaceholders() {
        List<MessageUse> uses = MessageUse.all();
        assertThat(uses).hasSizeGreaterThan(60).allSatisfy(use -> assertThat(use.messages())
                .as(use.toString())
                .allSatisfy(message -> assertThat(placeholders(message.form())).isEqualTo(use.values())));
    }

    /** A line whose message the code around it chooses: the next test has all of them that there are. */
    @Test
    void uses_ofAMessageThatIsNotNamed_areKnown() {
        assertThat(MessageUse.all())
                .filteredOn(use -> use.messages().isEmpty())
                .extracting(MessageUse::method)
                .containsExactly(RefusedMethod.class.getName() + ".line");
    }

    @ParameterizedTest
    @EnumSource
    void lineOfARefusedMethod_withAnyLoss_hasAllItsValuesInPlace(RefusedMethod.Loss loss) {
        LogLine line = new RefusedMethod(loss, "a.B.c()", "the reason", "The remedy.").line();
        assertThat(line.text())
                .containsSubsequence("a.B.c()", "the reason", "The remedy.")
                .doesNotContain("{", "[");
        assertThat(placeholders(line.message().form())).isEqualTo(3);
    }

    @Test
    void lines_areMadeByMessagesOnly() throws IOException {
        assertThat(sources())
                .filteredOn(file -> read(file).contains("new LogLine("))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder("LogLine.java", "Message.java");
    }

    /** It cannot see the messages, and writes the same. */
    @Test
    void launcher_saysWhatTheMessagesSay() {
        String source = read(LAUNCHER);
        List<String> said = new ArrayList<>();
        SAID.matcher(source)
                .results()
                .forEach(line -> said.add(line.group(2) + " " + line.group(1) + " " + form('"' + line.group(3))));
        assertThat(said)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Message.ATTACHED_TWICE, Message.JAVA_TOO_OLD, Message.NOT_ATTACHED)
                                .map(message -> message.id() + " " + message.level() + " "
                                        + PLACEHOLDER.matcher(message.form()).replaceAll("{}"))
                                .toList());
        assertThat(source.split("say\\(\"", -1)).hasSize(1 + said.size());
    }

    /** Of a concatenation of literals and other things, the literals, with braces for the other things. */
    private static String form(String expression) {
        StringBuilder form = new StringBuilder();
        String[] parts = expression.split("\"", -1);
        for (int i = 1; i < parts.length; i++) {
            boolean isLiteral = i % 2 == 1;
            form.append(isLiteral ? parts[i] : parts[i].replaceAll("[\\s+]", "").isEmpty() ? "" : "{}");
        }
        return form.toString();
    }

    private static int placeholders(String form) {
        return (int) PLACEHOLDER.matcher(form).results().count();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(root, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** Lines that were broken for their length are one again. */
    private static String page() {
        return read(ROOT.resolve("docs/messages.md")) + "\n\n";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
