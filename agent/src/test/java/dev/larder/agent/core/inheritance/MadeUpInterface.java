package dev.larder.agent.core.inheritance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An interface of a {@link MadeUpHierarchy} with the method {@code drop}. */
record MadeUpInterface(
        int index,
        boolean isPublic,
        boolean isGeneric,
        @Nullable String annotation,
        @Nullable MadeUpInterface parent) {

    String source() {
        return (isPublic ? "public " : "") + "interface I" + index + (isGeneric ? "<K>" : "")
                + (parent == null ? "" : " extends " + parent.reference()) + " { "
                + (annotation == null ? "" : annotation) + "Object drop(" + (isGeneric && parent == null ? "K" : "Long")
                + " id); }\n";
    }

    String reference() {
        return "I" + index + (isGeneric ? "<Long>" : "");
    }

    List<MadeUpInterface> supertypes() {
        return parent == null ? List.of() : List.of(parent);
    }

    void collect(List<MadeUpInterface> all) {
        all.add(this);
        if (parent != null) {
            parent.collect(all);
        }
    }
}
