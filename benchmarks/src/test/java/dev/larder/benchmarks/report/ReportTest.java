package dev.larder.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.benchmarks.catalog.Subject;
import dev.larder.benchmarks.run.Effort;
import dev.larder.benchmarks.run.Environment;
import dev.larder.benchmarks.run.Fork;
import dev.larder.benchmarks.run.HeapPerEntry;
import dev.larder.benchmarks.run.Measured;
import dev.larder.benchmarks.run.Measurement;
import dev.larder.benchmarks.run.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {

    @TempDir
    private Path docs;

    @Test
    void bars_ofMediansOnEitherSide_areMetAndMissed() throws IOException {
        String page = report(hit(Subject.HAND, 50, 60, 70), hit(Subject.LARDER_MEMORY, 55, 60, 84));

        assertThat(page).contains("| memory hit, times hand-written Caffeine | ≤ 1.00 | 1.10 (1.00–1.20) **missed** |");
        assertThat(page).contains("| memory hit, bytes allocated | ≤ 64.0 | 48.0 (48.0–48.0) met |");
        assertThat(page).contains("| heap per entry, times hand-written | ≤ 1.30 | 1.20 (1.20–1.20) met |");
    }

    @Test
    void bars_withoutFigures_sayThatNothingWasMeasured() throws IOException {
        assertThat(report(hit(Subject.HAND, 50)))
                .contains("| memory hit, times hand-written Caffeine | ≤ 1.00 | not measured |");
    }

    @Test
    void comparison_showsMedianSpreadAndRatioToTheFirstRow() throws IOException {
        String page = report(hit(Subject.HAND, 50, 60, 70), hit(Subject.LARDER_MEMORY, 55, 60, 84));

        assertThat(page).contains("| Larder, memory | 60.0 (55.0–84.0) | 1.10 | 48.0 |");
        assertThat(docs.resolve("performance/memory-hit.svg"))
                .content()
                .contains("Larder, memory · 17")
                .contains(">60.0<");
    }

    @Test
    void resultFile_readBack_isWhatWasWritten() {
        Results written = results(hit(Subject.HAND, 50, 60, 70));
        Path file = docs.resolve("results.json");

        written.write(file);

        assertThat(Results.read(file)).isEqualTo(written);
    }

    private String report(Measured... calls) throws IOException {
        return Files.readString(Report.write(results(calls), docs));
    }

    private static Results results(Measured... calls) {
        return new Results(
                new Environment(2, "a model", 8, "Linux amd64", Map.of("Caffeine", "3"), "effort=quick"),
                Effort.QUICK,
                10_000_000,
                List.of(calls),
                List.of(
                        new HeapPerEntry(Subject.HAND, 17, 1_000_000, 100),
                        new HeapPerEntry(Subject.LARDER_MEMORY, 17, 1_000_000, 120)),
                List.of(),
                List.of(),
                List.of());
    }

    private static Measured hit(Subject subject, double... nanos) {
        return new Measured(
                new Measurement("HitBenchmark.byId", subject, 17, 1, 1_024, false),
                DoubleStream.of(nanos).mapToObj(each -> new Fork(each, 48, 0)).toList());
    }
}
