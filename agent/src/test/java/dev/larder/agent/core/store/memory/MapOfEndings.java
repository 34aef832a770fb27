package dev.larder.agent.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A map of entries that end at a time that the test sets. */
abstract class MapOfEndings {

    static final int ROOM = 100;
    static final Duration LONG = Duration.ofHours(1);

    final FakeTicker ticker = new FakeTicker();
    final ExpiringMap<Ending> map = new ExpiringMap<>(Room.forValues(ROOM), Runnable::run, ticker);

    Ending put(String key) {
        Ending given = ending(LONG);
        map.change(key, ticker.nanoTime(), (same, there) -> given);
        return given;
    }

    Ending ending(Duration ttl) {
        return new Ending(ticker.nanoTime() + ttl.toNanos(), new AtomicInteger());
    }

    /** Nothing but an end; two of them are never equal. */
    static class Ending extends Deadlined {

        private final long deadlineNanos;
        private final AtomicInteger looks;

        Ending(long deadlineNanos, AtomicInteger looks) {
            this.deadlineNanos = deadlineNanos;
            this.looks = looks;
        }

        @Override
        boolean isOver(long nowNanos) {
            looks.incrementAndGet();
            return nowNanos - deadlineNanos >= 0;
        }
    }

    static Set<String> keys(ExpiringMap<?> map) {
        Set<String> keys = new HashSet<>();
        map.forEachKey(key -> assertThat(keys.add(key)).isTrue());
        return keys;
    }
}
