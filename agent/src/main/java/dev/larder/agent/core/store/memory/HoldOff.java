package dev.larder.agent.core.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Names of keys or tags that were evicted so lately that nothing loaded for them may be stored.
 *
 * <p><b>Shape.</b> Bounded: of very many evictions within the time set, the least useful are forgotten early.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class HoldOff {

    /** Null where nothing is held off. */
    private final @Nullable Cache<String, Boolean> held;

    HoldOff(Duration time, long maxNames, Ticker ticker) {
        this.held = time.isZero()
                ? null
                : Caffeine.newBuilder()
                        .maximumSize(maxNames)
                        .expireAfterWrite(time)
                        .ticker(ticker::nanoTime)
                        .executor(Runnable::run)
                        .build();
    }

    void begin(String name) {
        if (held != null) {
            held.put(name, true);
        }
    }

    boolean isOn(String name) {
        return held != null && held.getIfPresent(name) != null;
    }

    boolean isOnAny(Iterable<String> names) {
        if (held == null) {
            return false;
        }
        for (String name : names) {
            if (isOn(name)) {
                return true;
            }
        }
        return false;
    }
}
