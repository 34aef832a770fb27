package dev.larder.agent.core.weave;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types one loader can see, as their class files tell, for as long as one class is being woven.
 *
 * <p>Every method of the class asks about the same few types, so what has been read is kept until then. Whoever asks only
 * where a type stands costs no parsing.
 *
 * <p><b>Threads.</b> Confined to the one that weaves.
 */
final class VisibleTypes {

    /** Bounds every walk; no hierarchy that compiles is that large. */
    static final int MAX_SUPERTYPES = 1_000;

    private final ClassFiles files;
    private final ClassLoader loader;

    /** With null for a class file that cannot be had. */
    private final Map<String, @Nullable TypeOutline> outlines = new HashMap<>();

    private final Map<String, List<String>> directSupertypes = new HashMap<>();

    VisibleTypes(ClassFiles files, ClassLoader loader) {
        this.files = files;
        this.loader = loader;
    }

    /** Null if there is no class file to read. */
    @Nullable
    TypeOutline outline(String name) {
        if (!outlines.containsKey(name)) {
            outlines.put(name, files.outline(loader, name));
        }
        return outlines.get(name);
    }

    /** Whether {@code type} is one of {@code wanted} or a subtype, as far as class files can be found. */
    boolean isAny(String type, Set<String> wanted) {
        return wanted.contains(type)
                || supertypes(directSupertypes(type)).stream().anyMatch(wanted::contains);
    }

    /** The nearest first; a class before its interfaces. Includes types whose own class file is missing. */
    Set<String> supertypes(List<String> direct) {
        Set<String> names = new LinkedHashSet<>();
        Queue<String> open = new ArrayDeque<>(direct);
        while (!open.isEmpty() && names.size() < MAX_SUPERTYPES) {
            String next = open.remove();
            if (names.add(next)) {
                open.addAll(directSupertypes(next));
            }
        }
        return names;
    }

    private List<String> directSupertypes(String name) {
        List<String> known = directSupertypes.get(name);
        if (known == null) {
            known = files.directSupertypes(loader, name);
            directSupertypes.put(name, known);
        }
        return known;
    }
}
