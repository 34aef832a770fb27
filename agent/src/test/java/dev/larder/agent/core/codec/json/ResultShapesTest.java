package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.copy.SameGraph;
import dev.larder.agent.core.codec.json.ResultShapes.ResultShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code docs/values.md} says becomes of sixty results is what becomes of them. */
final class ResultShapesTest {

    private static final String AS_IT_IS = "as it is";
    private static final String REFUSED = "refused";
    private static final int LEAST_IN_REDIS = 57;

    private record Kept(String inMemory, String inRedis) {}

    @Test
    void table_saysOfEachResultWhatBecomesOfIt() throws Exception {
        Map<String, Kept> found = new LinkedHashMap<>();
        for (ResultShape shape : ResultShapes.all()) {
            found.put(shape.name(), new Kept(inMemory(shape), inRedis(shape)));
        }

        assertThat(readTable()).containsExactlyEntriesOf(found);
        assertThat(found).hasSize(60);
        assertThat(found.values()).extracting(Kept::inMemory).containsOnly(AS_IT_IS);
        assertThat(found.values().stream().filter(kept -> !kept.inRedis().equals(REFUSED)))
                .hasSizeGreaterThanOrEqualTo(LEAST_IN_REDIS);
    }

    private static String inMemory(ResultShape shape) throws Exception {
        Object value = shape.sample().get();
        try {
            Copies copies = RoundTrip.codec(shape.type()).copies(value);
            assertThat(copies).as(shape.name()).isNotNull();
            SameGraph.assertSame(value, copies.copy());
            return AS_IT_IS;
        } catch (CodecException refused) {
            return refusal(shape, refused);
        }
    }

    /** As often as the first ones are compared when they are written, and once more. */
    private static String inRedis(ResultShape shape) throws Exception {
        ValueCodec codec = RoundTrip.codec(shape.type());
        Object value = shape.sample().get();
        Object copy = value;
        for (int i = 0; i < 4; i++) {
            try {
                copy = codec.decode(codec.encode(value));
            } catch (CodecException refused) {
                return refusal(shape, refused);
            }
        }
        if (copy.getClass() == value.getClass()) {
            assertThat(copy).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(value);
            return AS_IT_IS;
        }
        assertThat(content(copy)).as(shape.name()).usingRecursiveComparison().isEqualTo(content(value));
        return "as `" + copy.getClass().getName().replaceFirst(".*\\.", "").replace('$', '.') + "`";
    }

    /** The values of a map have no {@code equals} of their own. */
    private static Object content(Object value) {
        return value instanceof Collection<?> collection ? List.copyOf(collection) : value;
    }

    private static String refusal(ResultShape shape, CodecException refused) {
        assertThat(refused.getMessage()).as(shape.name()).contains("Cannot ");
        assertThat(refused.remedy()).as(shape.name()).isNotEmpty();
        return REFUSED;
    }

    private static Map<String, Kept> readTable() throws IOException {
        Map<String, Kept> rows = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "values.md"));
        int first = lines.indexOf("| result | in memory | in Redis |") + 2;
        for (int i = first; i > 1 && lines.get(i).startsWith("|"); i++) {
            String[] cells = lines.get(i).split("\\|");
            rows.put(cells[1].trim(), new Kept(cells[2].trim(), cells[3].trim()));
        }
        return rows;
    }
}
