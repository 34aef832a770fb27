package dev.larder.benchmarks.report;

import dev.larder.benchmarks.run.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Subjects beside each other: for each JVM the time of a call, its ratio to the first row's, and the bytes it allocates.
 */
record Comparison(String name, String title, String text, Metric metric, List<Row> rows) {

    /** A line of the table and a bar of the chart. */
    record Row(String label, Cell cell) {}

    Table table(List<Figures> jvms) {
        List<String> head = new ArrayList<>(List.of(metric.unit()));
        for (Figures jvm : jvms) {
            head.addAll(List.of("JDK " + jvm.jdk(), "ratio", "bytes"));
        }
        Table table = new Table(head);
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(List.of(row.label()));
            for (Figures jvm : jvms) {
                cells.addAll(figures(jvm, row));
            }
            if (jvms.stream().anyMatch(jvm -> jvm.calls(row.cell()).isPresent())) {
                table.row(cells);
            }
        }
        return table;
    }

    String chart(List<Figures> jvms) {
        BarChart chart = new BarChart(title + ", " + metric.unit());
        for (Row row : rows) {
            for (Figures jvm : jvms) {
                jvm.calls(row.cell())
                        .ifPresent(measured -> chart.bar(
                                row.label() + " · " + jvm.jdk(),
                                Hue.of(row.cell().subject()),
                                metric.of(measured)));
            }
        }
        return chart.svg();
    }

    private List<String> figures(Figures jvm, Row row) {
        Optional<Measured> measured = jvm.calls(row.cell());
        Optional<Measured> first = jvm.calls(rows.get(0).cell());
        return List.of(
                measured.map(metric::of).map(Numbers::text).orElse(""),
                Figures.compare(measured, first, (one, other) -> one / other)
                        .map(ratio -> Numbers.text(ratio.median()))
                        .orElse(""),
                measured.map(Measured::bytesPerCall)
                        .map(bytes -> Numbers.text(bytes.median()))
                        .orElse(""));
    }
}
