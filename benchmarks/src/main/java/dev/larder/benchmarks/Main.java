package dev.larder.benchmarks;

import dev.larder.benchmarks.batches.BatchRatios;
import dev.larder.benchmarks.codec.CodecRatios;
import dev.larder.benchmarks.copies.CopyRatios;
import dev.larder.benchmarks.layout.EntryLayouts;
import dev.larder.benchmarks.near.NearRatios;
import dev.larder.benchmarks.report.Report;
import dev.larder.benchmarks.run.Checkout;
import dev.larder.benchmarks.run.Results;
import dev.larder.benchmarks.run.Session;
import dev.larder.benchmarks.run.Settings;
import dev.larder.benchmarks.timeline.PatternTimelines;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/**
 * {@code measure} measures and writes the result file; {@code report} writes {@code docs/performance.md} from it. Both
 * take the words that {@link Settings} describes. {@code codec} prints how the codec of values in Redis compares with
 * Jackson's data binding, {@code copies} how calls in memory compare with copies that are written by hand, and {@code batches} how one
 * call for many ids compares with a call for each, and {@code layout} what an entry takes in Redis, {@code near} what a near copy is worth. {@code timelines} draws the pictures of {@code docs/patterns.md}.
 */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("measure, report, codec, copies, batches, layout, near or timelines?");
        }
        Settings settings = Settings.parse(words.subList(1, words.size()));
        switch (words.get(0)) {
            case "measure" -> measure(settings);
            case "report" ->
                System.out.println("Written to "
                        + Report.write(
                                Results.read(settings.file()), Checkout.root().resolve("docs")));
            case "codec" -> CodecRatios.print(Checkout.agentJar(), System.out);
            case "copies" -> CopyRatios.print(settings, System.out);
            case "batches" -> BatchRatios.print(System.out);
            case "layout" -> EntryLayouts.print(System.out);
            case "near" -> NearRatios.print(System.out);
            case "timelines" ->
                System.out.println(
                        "Written to " + PatternTimelines.write(Checkout.root().resolve("docs")));
            default ->
                throw new IllegalArgumentException(words.get(0)
                        + " is neither measure, report, codec, copies, batches, layout, near nor timelines");
        }
    }

    private static void measure(Settings settings) throws IOException, InterruptedException {
        Results results = new Session(settings, System.out).run();
        Files.createDirectories(settings.file().getParent());
        results.write(settings.file());
        System.out.println("Written to " + settings.file());
        results.failures().forEach(System.out::println);
        if (!results.failures().isEmpty()) {
            System.exit(1);
        }
    }
}
