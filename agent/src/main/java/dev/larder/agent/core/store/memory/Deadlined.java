package dev.larder.agent.core.store.memory;

import com.github.benmanes.caffeine.cache.Expiry;

/** Something that a cache forgets at a time of its own. */
interface Deadlined {

    /** By the monotonic clock. */
    long deadlineNanos();

    /** Reads it off the value, whenever the value is written; a read changes nothing. */
    final class AtDeadline<V extends Deadlined> implements Expiry<String, V> {

        @Override
        public long expireAfterCreate(String key, V value, long nowNanos) {
            return Math.max(value.deadlineNanos() - nowNanos, 0);
        }

        @Override
        public long expireAfterUpdate(String key, V value, long nowNanos, long currentNanos) {
            return expireAfterCreate(key, value, nowNanos);
        }

        @Override
        public long expireAfterRead(String key, V value, long nowNanos, long currentNanos) {
            return currentNanos;
        }
    }
}
