package dev.larder.agent.core.behind;

import dev.larder.agent.core.store.EntryId;
import org.jspecify.annotations.Nullable;

/**
 * One write that its caller does not wait for.
 *
 * <p><b>Threads.</b> Its state is guarded by the lock of {@link Turns}; the rest is immutable.
 */
public final class BehindWrite {

    private final EntryId id;
    private final Writer writer;
    private final long bytes;
    private final Attempt attempt;

    /** Since when the source lacks a value of this entry: that of the first write that this one replaces. */
    private long sinceNanos;

    /** How many calls wait for it: while any does, no later write takes its place. */
    private int awaiting;

    /** Its place in the order of all writes. */
    private long number;

    /** Whether it has been written or given up, and its entry evicted. */
    private boolean isOver;

    private boolean hasFailed;
    private long failingSinceNanos;

    /**
     * @param id the entry, of which the cache has the value already
     * @param bytes how much memory it takes while it waits
     */
    public BehindWrite(EntryId id, Writer writer, long bytes, Attempt attempt) {
        this.id = id;
        this.writer = writer;
        this.bytes = bytes;
        this.attempt = attempt;
    }

    /** Runs the method's body. */
    @FunctionalInterface
    public interface Attempt {

        /**
         * May be called several times, by one thread at a time; throws what the body throws.
         *
         * @return whether the entry has the written value for certain, and so need not be evicted
         */
        boolean run() throws Throwable;

        /** For whoever finds this write queued behind its own: has the cache hold this value. Returns whether it does. */
        default boolean hold() {
            return true;
        }
    }

    /**
     * Who writes. A later write replaces one that waits only if it is by the same method of the same object: others may write
     * something else under the key.
     *
     * @param signature {@code com.acme.Users.save(User)}
     * @param method identifies the method
     * @param receiver null for a static method
     * @param hidesKeys whether its keys are secret
     */
    public record Writer(
            String signature, Object method, @Nullable Object receiver, boolean hidesKeys) {

        boolean isSame(Writer other) {
            return method == other.method && receiver == other.receiver;
        }
    }

    /** The entry. */
    public EntryId id() {
        return id;
    }

    /** Whether its key and tags are not what templates make. */
    public boolean hidesKeys() {
        return writer.hidesKeys();
    }

    String key() {
        return id.key();
    }

    Writer writer() {
        return writer;
    }

    long bytes() {
        return bytes;
    }

    public Attempt attempt() {
        return attempt;
    }

    void queuedAt(long nowNanos, long number) {
        this.sinceNanos = nowNanos;
        this.number = number;
    }

    /** Whether {@code later} may take its place. */
    boolean isReplaceableBy(BehindWrite later) {
        return awaiting == 0 && writer.isSame(later.writer);
    }

    void replaces(BehindWrite earlier) {
        sinceNanos = earlier.sinceNanos;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    void await() {
        awaiting++;
    }

    void awaitNoMore() {
        awaiting--;
    }

    /** Whether it was queued before {@code other}. */
    boolean isBefore(BehindWrite other) {
        return number < other.number;
    }

    boolean isOver() {
        return isOver;
    }

    void end() {
        isOver = true;
    }

    /** Its attempt has failed. Returns how long its attempts have been failing. */
    long failedAt(long nowNanos) {
        if (!hasFailed) {
            hasFailed = true;
            failingSinceNanos = nowNanos;
        }
        return nowNanos - failingSinceNanos;
    }
}
