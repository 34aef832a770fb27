package dev.larder;

/** Where the method of a {@link Cached} runs when an entry is refreshed. */
public enum RefreshIn {

    /**
     * On a thread of the agent, with the context class loader of the caller whose call began it and, where these libraries are present, its
     * security context (Spring Security), its diagnostic context (SLF4J) and its trace (OpenTelemetry). The caller does not wait.
     * The method finds none of the caller's transactions and none of its other thread-locals, such as request scope. If it is
     * called with mutable arguments, and these make another key by then, its result is not kept.
     */
    BACKGROUND,

    /**
     * In the one call that begins the refresh, which takes as long as the method does. All other callers get the value that is there.
     * For methods that need their caller's thread. In a transaction that may write, nothing is refreshed.
     */
    CALLER
}
