package dev.larder.benchmarks.report;

import dev.larder.benchmarks.catalog.Subject;
import dev.larder.benchmarks.run.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** Subjects over a number that grows. */
record Sweep(
        String name,
        String title,
        String over,
        List<Integer> steps,
        Metric metric,
        List<Subject> subjects,
        BiFunction<Subject, Integer, Cell> cell) {

    Table table(Figures jvm) {
        List<String> head = new ArrayList<>(List.of("JDK " + jvm.jdk() + ", " + metric.unit()));
        steps.forEach(step -> head.add(text(step)));
        Table table = new Table(head);
        for (Subject subject : subjects) {
            List<String> cells = new ArrayList<>(List.of(subject.label()));
            for (int step : steps) {
                cells.add(find(jvm, subject, step)
                        .map(metric::of)
                        .map(Numbers::text)
                        .orElse(""));
            }
            if (cells.stream().skip(1).anyMatch(text -> !text.isEmpty())) {
                table.row(cells);
            }
        }
        return table;
    }

    String chart(Figures jvm) {
        LineChart chart = new LineChart(
                title + ", JDK " + jvm.jdk() + ", " + metric.unit(),
                steps.stream().map(step -> text(step) + " " + over).toList());
        for (Subject subject : subjects) {
            chart.line(
                    subject.label(),
                    Hue.of(subject),
                    steps.stream()
                            .map(step -> find(jvm, subject, step).map(metric::of))
                            .toList());
        }
        return chart.svg();
    }

    private Optional<Measured> find(Figures jvm, Subject subject, int step) {
        return jvm.calls(cell.apply(subject, step));
    }

    private static String text(int step) {
        return String.format(Locale.ROOT, "%,d", step);
    }
}
