package dev.larder.benchmarks.apps;

import dev.larder.Cached;

/** The one cached method of {@link Hello}. */
final class Greeting {

    @Cached(key = "greeting:{name}", ttl = 60)
    public String of(String name) {
        return "Hello, ".concat(name);
    }
}
