package dev.larder.benchmarks.run;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.benchmarks.apps.Filled;
import dev.larder.benchmarks.apps.Told;
import dev.larder.benchmarks.catalog.CacheLimits;
import dev.larder.benchmarks.catalog.Subject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Measures what entries take in memory. */
final class Heaps {

    private Heaps() {}

    static HeapPerEntry measure(Subject subject, Jdk jdk, int entries) throws IOException, InterruptedException {
        CacheLimits limits = new CacheLimits(2 * entries, 0);
        ChildJvm.Finished finished = ChildJvm.on(jdk)
                .options("-Xms2g", "-Xmx2g", "-XX:+UseG1GC")
                .options(subject.jvmOptions(Checkout.agentJar(), limits).toArray(String[]::new))
                .classPath(ownClassPath())
                .main(Filled.class, subject.name(), Integer.toString(entries))
                .run();
        if (finished.exitCode() != 0) {
            throw new IllegalStateException(subject + " could not be filled:\n" + finished.stderr());
        }
        return new HeapPerEntry(subject, jdk.version(), entries, (double) Told.HEAP.in(finished.stdout()) / entries);
    }

    private static Path[] ownClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toArray(Path[]::new);
    }
}
