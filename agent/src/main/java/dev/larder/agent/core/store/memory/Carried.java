package dev.larder.agent.core.store.memory;

import java.util.List;

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

    /** Whether a reader who names these may have what carries these and perhaps more. */
    boolean satisfy(List<String> names) {
        for (int i = 0; i < names.size(); i++) { // an iterator would be the one object a hit makes
            if (!isAmongThem(names.get(i))) {
                return false;
            }
        }
        return areInForce();
    }

    private boolean isAmongThem(String name) {
        for (Tag tag : tags) {
            if (tag.name().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
