package dev.larder.agent.core.weave;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types one loader can see, as their class files tell. */
record VisibleTypes(ClassFiles files, ClassLoader loader) {

    /** Bounds every walk; no hierarchy that compiles is that large. */
    static final int MAX_SUPERTYPES = 1_000;

    /** Null if there is no class file to read. */
    @Nullable
    TypeOutline outline(String name) {
        return files.outline(loader, name);
    }

    /** Whether {@code type} is one of {@code wanted} or a subtype, as far as class files can be found. */
    boolean isAny(String type, Set<String> wanted) {
        if (wanted.contains(type)) {
            return true;
        }
        TypeOutline outline = outline(type);
        return outline != null && supertypeNames(outline).stream().anyMatch(wanted::contains);
    }

    /** The nearest first; a class before its interfaces. Includes types whose own class file is missing. */
    Set<String> supertypeNames(TypeOutline type) {
        Set<String> names = new LinkedHashSet<>();
        Queue<TypeOutline> open = new ArrayDeque<>();
        open.add(type);
        while (!open.isEmpty() && names.size() < MAX_SUPERTYPES) {
            for (String name : open.remove().directSupertypes()) {
                TypeOutline next = names.add(name) ? outline(name) : null;
                if (next != null) {
                    open.add(next);
                }
            }
        }
        return names;
    }
}
