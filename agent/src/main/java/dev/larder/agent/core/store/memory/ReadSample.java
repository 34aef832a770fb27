package dev.larder.agent.core.store.memory;

/**
 * Says which reads are worth more than the others cost: of a key that is read often one read in {@value #EVERY}, at once if it was
 * never read or has just changed, and of all keys that are read rarely no larger part.
 *
 * <p><b>Shape.</b> A table of fixed size, by the hash of the key, with the number of reads that a place still lets pass.
 *
 * <p><b>Threads.</b> Thread-safe, without order between threads: a count that is lost or seen late moves one read.
 */
final class ReadSample {

    static final int EVERY = 32;

    /** A power of two. */
    private static final int PLACES = 8_192;

    private final byte[] left = new byte[PLACES];

    private static int place(String key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }

    /** Whether this read is one of them. */
    boolean isDue(String key) {
        int place = place(key);
        int others = left[place];
        left[place] = (byte) (others > 0 ? others - 1 : EVERY - 1);
        return others <= 0;
    }

    /** The next read of the key is to be one. */
    void isDueNext(String key) {
        left[place(key)] = 0;
    }
}
