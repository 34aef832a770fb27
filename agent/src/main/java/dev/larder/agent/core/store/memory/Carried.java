package dev.larder.agent.core.store.memory;

/**
 * The versions of tags that an entry or a lease carries. Once one of them is over, so is whatever carries them.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Carried {

    static final Carried NOTHING = new Carried(new Tag[0]);

    private final Tag[] tags;

    /**
     * Carries them all.
     *
     * @param tags not copied; nobody writes to it afterwards
     */
    Carried(Tag[] tags) {
        this.tags = tags;
    }

    boolean areInForce() {
        for (Tag tag : tags) {
            if (!tag.isInForce()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a reader who names {@code count} tags may have what carries these. */
    boolean satisfy(int count) {
        return tags.length >= count && areInForce();
    }
}
