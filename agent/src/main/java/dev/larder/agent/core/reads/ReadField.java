package dev.larder.agent.core.reads;

import org.jspecify.annotations.Nullable;

/**
 * A field as an instruction names it, with the class that declares it.
 *
 * @param of the field that holds the object whose field this is; null for one of the object itself, and for a static one
 * @param isStatic whether it is static
 * @param owner the internal name of the declaring class
 */
public record ReadField(@Nullable ReadField of, boolean isStatic, String owner, String name) {

    /** The longest path. What is further away counts as the last field of it. */
    static final int MAX_DEPTH = 3;

    /** Of the object itself. */
    public ReadField(String owner, String name) {
        this(null, false, owner, name);
    }

    static ReadField ofClass(String owner, String name) {
        return new ReadField(null, true, owner, name);
    }

    /** A field of what this one holds. */
    ReadField to(String owner, String name) {
        return new ReadField(this, false, owner, name);
    }

    /** The first field of the path: one of the object itself, or a static one. */
    ReadField root() {
        return of == null ? this : of.root();
    }

    int depth() {
        return of == null ? 1 : 1 + of.depth();
    }
}
