package dev.larder.agent.core.reads;

import org.jspecify.annotations.Nullable;

/**
 * A field as an instruction names it, with the class that declares it.
 *
 * @param of the field that holds the object whose field this is; null for one of the object itself
 * @param owner the internal name of the declaring class
 */
public record ReadField(@Nullable ReadField of, String owner, String name) {

    /** Objects behind objects behind objects: what is further away belongs to the last of them. */
    static final int MAX_DEPTH = 3;

    /** Of the object itself. */
    public ReadField(String owner, String name) {
        this(null, owner, name);
    }

    int depth() {
        return of == null ? 1 : 1 + of.depth();
    }
}
