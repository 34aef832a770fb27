package dev.larder.agent.core.jmx;

/**
 * The state of one key, without its value.
 *
 * <p><b>Why</b> not a record: MXBeans support records only since JDK 21.
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
     * @param store where it was searched, {@code REDIS} or {@code MEMORY}
     * @param ttlMillis how long it stays fresh
     * @param sizeBytes of the encoded values together; -1 if they are not encoded
     * @param versions the number of shapes of the declared type it is stored for
     * @param loading whether a load of it is under way
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
