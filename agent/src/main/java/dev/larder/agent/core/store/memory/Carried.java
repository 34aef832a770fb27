package dev.larder.agent.core.store.memory;

import java.util.List;

/**
 * The versions of tags that an entry or a lease carries. When one of them has ended, the entry or lease has ended,
 * too.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Carried {

    static final Carried NOTHING = new Carried(new Tag[0]);

    private final Tag[] tags;

    /**
     * Carries all of {@code tags}.
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

    /** Whether these include all tags that a reader names. */
    boolean satisfy(List<String> names) {
        for (int i = 0; i < names.size(); i++) { // an iterator would be the only object that a hit allocates
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
