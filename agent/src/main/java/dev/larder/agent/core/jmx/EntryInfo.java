package dev.larder.agent.core.jmx;

/**
 * What is known of one key; never its value.
 *
 * <p><b>Why</b> not a record: MBeans translate what has getters, and records only from JDK 21 on.
 */
public final class EntryInfo {

    private final String store;
    private final boolean present;
    private final long ttlMillis;
    private final long sizeBytes;
    private final int versions;
    private final boolean loading;

    private EntryInfo(String store, boolean present, long ttlMillis, long sizeBytes, int versions, boolean loading) {
        this.store = store;
        this.present = present;
        this.ttlMillis = ttlMillis;
        this.sizeBytes = sizeBytes;
        this.versions = versions;
        this.loading = loading;
    }

    /**
     * An entry that is there.
     *
     * @param store where it was looked for, {@code REDIS} or {@code MEMORY}
     * @param ttlMillis how long it stays fresh
     * @param sizeBytes of the encoded values together; -1 if they are not encoded
     * @param versions how many shapes of the declared type it is stored for
     * @param loading whether somebody holds the lease to load it
     */
    public static EntryInfo present(String store, long ttlMillis, long sizeBytes, int versions, boolean loading) {
        return new EntryInfo(store, true, ttlMillis, sizeBytes, versions, loading);
    }

    /** No value under the key. */
    public static EntryInfo absent(String store, boolean loading) {
        return new EntryInfo(store, false, -1, -1, 0, loading);
    }

    public String getStore() {
        return store;
    }

    public boolean isPresent() {
        return present;
    }

    /** -1 if absent. */
    public long getTtlMillis() {
        return ttlMillis;
    }

    /** -1 if absent or unknown. */
    public long getSizeBytes() {
        return sizeBytes;
    }

    public int getVersions() {
        return versions;
    }

    public boolean isLoading() {
        return loading;
    }
}
