package dev.larder.benchmarks.copies;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/** Caffeine, and a copy for each caller. */
final class ByHand extends Products {

    private final Kind kind;
    private final Cache<String, Object> values;

    /** It keeps its bounds in the caller's thread, as the agent does: all of it is measured. */
    ByHand(Kind kind, int maxEntries) {
        super(kind);
        this.kind = kind;
        this.values = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .expireAfterWrite(Duration.ofHours(1))
                .recordStats()
                .executor(Runnable::run)
                .build();
    }

    @Override
    Object find(long id) {
        return kind.copy(values.get("value:" + id, key -> load(id)));
    }
}
