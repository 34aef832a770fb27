package dev.larder.agent.core.store;

/** What a store answers to a reader. */
public sealed interface Lookup {

    Lookup ABSENT = new Absent();

    /** An entry within its time to live. */
    record Fresh(StoredEntry entry) implements Lookup {}

    /** No entry that may be served. */
    record Absent() implements Lookup {}
}
