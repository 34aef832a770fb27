package dev.larder.benchmarks.apps;

import dev.larder.benchmarks.catalog.CacheLimits;
import dev.larder.benchmarks.catalog.Catalog;
import dev.larder.benchmarks.catalog.Source;
import dev.larder.benchmarks.catalog.Subject;

/** Fills a subject's cache and tells the heap that this took; the arguments are the subject and the number of entries. */
public final class Filled {

    private Filled() {}

    public static void main(String[] arguments) {
        Subject subject = Subject.valueOf(arguments[0]);
        int entries = Integer.parseInt(arguments[1]);
        try (Catalog catalog = subject.open(CacheLimits.ofThisJvm())) {
            catalog.byId(entries);
            long before = Told.usedHeap();
            for (int id = 0; id < entries; id++) {
                catalog.byId(id);
            }
            Told.HEAP.tell(Told.usedHeap() - before);
            checkThatAllAreThere(catalog, entries);
        }
    }

    private static void checkThatAllAreThere(Catalog catalog, int entries) {
        long askedBefore = Source.asked();
        for (int id = 0; id < entries; id++) {
            catalog.byId(id);
        }
        if (Source.asked() != askedBefore) {
            throw new IllegalStateException((Source.asked() - askedBefore) + " of " + entries + " entries are gone");
        }
    }
}
