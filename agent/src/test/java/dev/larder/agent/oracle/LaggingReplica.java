package dev.larder.agent.oracle;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A database whose writes take effect at once and whose reads show what was there some time ago. */
final class LaggingReplica implements Desk {

    private final long lagNanos;
    private final long startNanos = System.nanoTime();

    /** By key, the versions by when they were written. */
    private final Map<String, NavigableMap<Long, Long>> written = new ConcurrentHashMap<>();

    LaggingReplica(Duration lag) {
        this.lagNanos = lag.toNanos();
    }

    @Override
    public void asked(Question question) {
        long now = System.nanoTime() - startNanos;
        if (question.order().isRead()) {
            Map.Entry<Long, Long> then = versions(question.key()).floorEntry(now - lagNanos);
            question.answer(then == null ? 0 : then.getValue());
        } else {
            question.order().writes().forEach(key -> versions(key).put(now, question.version()));
            question.answer();
        }
    }

    private NavigableMap<Long, Long> versions(String key) {
        return written.computeIfAbsent(key, k -> new ConcurrentSkipListMap<>());
    }
}
