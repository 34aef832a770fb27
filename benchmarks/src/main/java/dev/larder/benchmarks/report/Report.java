package dev.larder.benchmarks.report;

import dev.larder.benchmarks.catalog.Subject;
import dev.larder.benchmarks.run.Effort;
import dev.larder.benchmarks.run.Environment;
import dev.larder.benchmarks.run.Footprint;
import dev.larder.benchmarks.run.Results;
import dev.larder.benchmarks.run.StartUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;

/** The page and its charts. */
public final class Report {

    private static final String CHARTS = "performance";

    private final Results results;
    private final Path docs;
    private final List<Figures> jvms;
    private final StringBuilder page = new StringBuilder();

    private Report(Results results, Path docs) {
        this.results = results;
        this.docs = docs;
        this.jvms =
                results.jdks().stream().map(jdk -> new Figures(results, jdk)).toList();
    }

    /** Writes {@code performance.md} into the directory {@code docs}, and the charts into one below it. */
    public static Path write(Results results, Path docs) throws IOException {
        Files.createDirectories(docs.resolve(CHARTS));
        Report report = new Report(results, docs);
        report.compose();
        return Files.writeString(docs.resolve("performance.md"), report.page);
    }

    private void compose() throws IOException {
        introduction();
        bars();
        heading("In memory");
        for (Comparison comparison : Contents.comparisonsInMemory()) {
            add(comparison);
        }
        for (Sweep sweep : Contents.sweepsInMemory()) {
            add(sweep);
        }
        heading("On Redis");
        add(Contents.sweepOnRedis());
        for (Comparison comparison : Contents.comparisonsOnRedis()) {
            add(comparison);
        }
        heading("Switched off");
        add(Contents.off());
        heading("Starting, and what it takes");
        startUps();
        footprints();
        heap();
        notes();
    }

    private void introduction() {
        Environment environment = results.environment();
        Effort effort = results.effort();
        lines(
                "# Performance",
                "",
                "What Larder costs, beside the code one would write by hand and beside other frameworks. This page is made"
                        + " from [results.json](performance/results.json), all but the notes at its end from one run; do not edit it.",
                "",
                "- **Machine**: %d cores, %s, %d GB, %s"
                        .formatted(
                                environment.cores(),
                                environment.cpu(),
                                environment.memoryGigabytes(),
                                environment.os()),
                "- **Versions**: " + versions(environment),
                "- **Commands**: `./mvnw -B -ntp -Pbenchmarks -pl benchmarks -am verify"
                        + " -Dbenchmarks.settings=\"%s\"`, then".formatted(environment.command())
                        + " `java -jar benchmarks/target/larder-benchmarks.jar report`",
                "- **How**: JMH, %s for each figure, in each %d seconds to warm up and %d to measure. The JVMs of"
                                .formatted(jvmsForAFigure(), effort.warmups(), effort.iterations())
                        + " different subjects take turns. A figure is the median of its JVMs, with the lowest and the"
                        + " highest; a ratio is taken between JVMs of the same turn. Larder is the packed agent, attached"
                        + " with `-javaagent`; the others run without it. Everybody keeps statistics, expires entries after"
                        + " an hour and bounds their number. Choosing a key is in all figures.",
                "");
    }

    /** A run with a time limit ends inside of a round. */
    private String jvmsForAFigure() {
        IntSummaryStatistics forks = results.calls().stream()
                .mapToInt(measured -> measured.forks().size())
                .summaryStatistics();
        return forks.getMin() == forks.getMax()
                ? forks.getMin() + " JVMs"
                : forks.getMin() + " to " + forks.getMax() + " JVMs";
    }

    private static String versions(Environment environment) {
        return String.join(
                ", ",
                environment.versions().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
    }

    private void bars() {
        heading("The bars");
        List<String> head = new ArrayList<>(List.of("", "bar"));
        List<List<Bar>> columns = new ArrayList<>();
        for (Figures jvm : jvms) {
            head.add("JDK " + jvm.jdk());
            columns.add(Bars.of(jvm, results.agentJarBytes()));
        }
        Table table = new Table(head);
        for (int i = 0; !columns.isEmpty() && i < columns.get(0).size(); i++) {
            Bar bar = columns.get(0).get(i);
            List<String> row = new ArrayList<>(List.of(bar.promise(), bar.limitText()));
            for (List<Bar> column : columns) {
                row.add(column.get(i).verdict());
            }
            table.row(row);
        }
        lines(table.toString());
        if (!results.failures().isEmpty()) {
            lines("Not measured, because it failed:", "");
            results.failures().forEach(failure -> lines("- " + failure));
            lines("");
        }
    }

    private void add(Comparison comparison) throws IOException {
        Table table = comparison.table(jvms);
        if (table.isEmpty()) {
            return;
        }
        lines("### " + comparison.title(), "");
        if (!comparison.text().isEmpty()) {
            lines(comparison.text(), "");
        }
        chart(comparison.name(), comparison.title(), comparison.chart(jvms));
        lines(table.toString());
    }

    private void add(Sweep sweep) throws IOException {
        if (jvms.stream().allMatch(jvm -> sweep.table(jvm).isEmpty())) {
            return;
        }
        lines("### " + sweep.title(), "");
        for (Figures jvm : jvms) {
            chart(sweep.name() + "-" + jvm.jdk(), sweep.title() + ", JDK " + jvm.jdk(), sweep.chart(jvm));
            lines(sweep.table(jvm).toString());
        }
    }

    private void startUps() {
        Table table = new Table(List.of("ms", "JDK", "main, without", "added", "ready, without", "added"));
        for (Figures jvm : jvms) {
            for (StartUp startUp : jvm.startUps()) {
                table.row(List.of(
                        startUp.program().label(),
                        "" + jvm.jdk(),
                        Numbers.text(startUp.mainWithout()),
                        Numbers.text(startUp.mainAdded()),
                        Numbers.text(startUp.readyWithout()),
                        Numbers.text(startUp.readyAdded())));
            }
        }
        lines(
                "%d starts without the agent and as many with it, in turns; what the agent adds is the median of the"
                                .formatted(results.effort().starts())
                        + " differences between neighbours.",
                "",
                table.toString());
    }

    private void footprints() {
        Table table = new Table(
                List.of("", "JDK", "agent", "classes", "of these shared", "threads", "heap after collection, MB"));
        for (Footprint footprint : results.footprints()) {
            table.row(List.of(
                    footprint.program().label(),
                    "" + footprint.jdk(),
                    footprint.agent() ? "yes" : "no",
                    Numbers.text(footprint.classes()),
                    Numbers.text(footprint.sharedClasses()),
                    Numbers.text(footprint.threads()),
                    Numbers.text(footprint.heapBytes() / 1e6)));
        }
        lines(
                "\"Shared\" are classes that come from the JVM's archive of class data. The agent's jar has %s MB."
                        .formatted(Numbers.text(results.agentJarBytes() / 1e6)),
                "",
                table.toString());
    }

    private void heap() {
        Table table = new Table(List.of("bytes per entry, among 1,000,000", "JDK", "hand-written", "Larder"));
        for (Figures jvm : jvms) {
            table.row(List.of(
                    "a record of six fields, found by a long",
                    "" + jvm.jdk(),
                    jvm.heapPerEntry(Subject.HAND).map(Numbers::text).orElse(""),
                    jvm.heapPerEntry(Subject.LARDER_MEMORY).map(Numbers::text).orElse("")));
        }
        lines(table.toString());
    }

    /** What figures cannot say by themselves is written by hand. */
    private void notes() throws IOException {
        Path notes = docs.resolve(CHARTS).resolve("notes.md");
        if (Files.isRegularFile(notes)) {
            page.append(Files.readString(notes));
        }
    }

    private void chart(String name, String title, String svg) throws IOException {
        Files.writeString(docs.resolve(CHARTS).resolve(name + ".svg"), svg);
        lines("![%s](%s/%s.svg)".formatted(title, CHARTS, name), "");
    }

    private void heading(String text) {
        lines("## " + text, "");
    }

    private void lines(String... lines) {
        for (String line : lines) {
            page.append(line).append('\n');
        }
    }
}
