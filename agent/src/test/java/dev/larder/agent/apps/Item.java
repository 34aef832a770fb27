package dev.larder.agent.apps;

/**
 * A row of the database that tests drive a {@link WorkerApp} with.
 *
 * @param key names it in the database and, behind a prefix, in the cache
 * @param version grows with each write
 * @param padding makes it large
 */
record Item(String key, long version, String padding) {

    /** As tests read it. */
    @Override
    public String toString() {
        return key + " " + version;
    }
}
