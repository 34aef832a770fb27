package dev.larder.benchmarks.copies;

import dev.larder.Cached;

/** Woven by the agent in this JVM. */
final class ByLarder extends Products {

    ByLarder(Kind kind) {
        super(kind);
    }

    @Override
    @Cached(key = "value:{id}", ttl = 3_600)
    Object find(long id) {
        return load(id);
    }
}
