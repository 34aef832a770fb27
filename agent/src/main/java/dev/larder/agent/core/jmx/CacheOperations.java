package dev.larder.agent.core.jmx;

/**
 * The operations for operators.
 *
 * <p><b>Threads.</b> Called by threads of the MBean server, several at a time.
 *
 * <p><b>Failure.</b> {@link IllegalStateException} with a sentence for the operator, without secrets; a remote JMX
 * client gets nothing but this message. Methods that need no Redis throw nothing.
 */
public interface CacheOperations {

    CacheFacts facts();

    /** The state as this process knows it; answers at once and never asks Redis. */
    CacheStatus status();

    boolean isEnabled();

    void setEnabled(boolean enabled);

    /**
     * Chooses the mode for a time, in place of an earlier choice.
     *
     * @param mode {@code OFF}, {@code MEMORY}, {@code REDIS}; or {@code AUTO}, which ends the choice
     * @param seconds ignored for {@code AUTO}
     */
    void forceMode(String mode, long seconds);

    /** Returns whether there was an entry to remove. */
    boolean evict(String key);

    /** Returns how many keys were removed, -1 if that is not known; {@code *} stands for any text, {@code ?} for one character. */
    long evictPattern(String pattern);

    /** Returns how many keys of the namespace were removed, -1 if that is not known. */
    long evictAll();

    /** Whether there is a connection on which Redis refuses to search keys by a pattern. */
    boolean isScanRefused();

    /** Returns how long Redis took to answer, in microseconds. */
    long pingMicros();

    void resetStatistics();

    EntryInfo inspect(String key);

    /** What a log line may have of a key or pattern: not that, if it may be one of a sensitive method. */
    String loggable(String name);
}
