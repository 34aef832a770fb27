package dev.larder.benchmarks.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.benchmarks.run.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PatternTimelinesTest {

    private static final Pattern PICTURE = Pattern.compile("\\]\\(patterns/([a-z-]+\\.svg)\\)");

    private final Path docs = Checkout.root().resolve("docs");

    @Test
    void pictures_ofTheCheckout_areWhatThisCodeDraws() throws IOException {
        for (Map.Entry<String, String> picture : PatternTimelines.pictures().entrySet()) {
            assertThat(docs.resolve("patterns").resolve(picture.getKey()))
                    .as("draw it again: java -jar benchmarks/target/larder-benchmarks.jar timelines")
                    .content()
                    .isEqualTo(picture.getValue());
        }
    }

    @Test
    void patterns_ofThePage_haveOnePictureEach() throws IOException {
        Set<String> shown = PICTURE.matcher(Files.readString(docs.resolve("patterns.md")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown).isEqualTo(PatternTimelines.pictures().keySet());
    }

    @Test
    void labelThatDoesNotFit_isRefused() {
        Timeline picture = new Timeline("a picture", "a lane");

        assertThatThrownBy(() -> picture.bar("a lane", Deed.CALL, 1, 2, "more than a step has room for"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no room");
    }
}
