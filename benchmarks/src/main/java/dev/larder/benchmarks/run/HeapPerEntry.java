package dev.larder.benchmarks.run;

import dev.larder.benchmarks.catalog.Subject;

/** What an entry of {@link dev.larder.benchmarks.catalog.User} takes in memory, its key and value included. */
public record HeapPerEntry(Subject subject, int jdk, int entries, double bytes) {}
