package dev.larder.agent.core.store;

/** What a store answers to a reader. */
public sealed interface Lookup {

    Lookup ABSENT = new Absent();

    /** An entry within its time to live. */
    record Fresh(StoredEntry entry) implements Lookup {}

    /** An entry past its time to live, kept for readers that may use it for a while longer. */
    record Stale(StoredEntry entry) implements Lookup {}

    /** No entry that may be served. */
    record Absent() implements Lookup {}
}
