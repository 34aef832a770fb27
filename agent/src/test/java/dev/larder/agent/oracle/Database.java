package dev.larder.agent.oracle;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The source of what the workers cache: a version per key, which only grows.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Database {

    private final Map<String, Long> versions = new HashMap<>();

    synchronized long read(String key) {
        return versions.getOrDefault(key, 0L);
    }

    synchronized void write(Collection<String> keys) {
        keys.forEach(key -> versions.merge(key, 1L, Long::sum));
    }

    synchronized Map<String, Long> read(Collection<String> keys) {
        Map<String, Long> read = new HashMap<>();
        keys.forEach(key -> read.put(key, read(key)));
        return read;
    }
}
