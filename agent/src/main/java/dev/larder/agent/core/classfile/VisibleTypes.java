package dev.larder.agent.core.classfile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types that one loader can see, by their class files, while one class is woven.
 *
 * <p>All methods of the class need the same few types, so class files that were read are kept until then. Questions
 * about supertypes alone parse nothing.
 *
 * <p><b>Threads.</b> Confined to the weaving thread.
 */
public final class VisibleTypes {

    /** Bounds every search; no real hierarchy is that large. */
    public static final int MAX_SUPERTYPES = 1_000;

    private final ClassFiles files;
    private final ClassLoader loader;

    /** Null for a class file that cannot be read. */
    private final Map<String, @Nullable TypeOutline> outlines = new HashMap<>();

    private final Map<String, List<String>> directSupertypes = new HashMap<>();

    public VisibleTypes(ClassFiles files, ClassLoader loader) {
        this.files = files;
        this.loader = loader;
    }

    /** Null if there is no readable class file. */
    public @Nullable TypeOutline outline(String name) {
        if (!outlines.containsKey(name)) {
            outlines.put(name, files.outline(loader, name));
        }
        return outlines.get(name);
    }

    /** Null for {@code java.lang.Object}, and if there is no readable class file. */
    public @Nullable TypeOutline superclass(TypeOutline type) {
        String name = type.superName();
        return name == null ? null : outline(name);
    }

    /** Null if there is no readable class file. */
    public byte @Nullable [] classFile(String name) {
        return files.read(loader, name);
    }

    /** The names of a type and of all its supertypes. */
    public Set<String> withSupertypes(TypeOutline type) {
        Set<String> names = new LinkedHashSet<>(supertypes(type.directSupertypes()));
        names.add(type.name());
        return names;
    }

    /** The supertypes that may be annotated, the nearest first. Without those of libraries. */
    public List<TypeOutline> applicationSupertypes(TypeOutline type) {
        Set<String> seen = new HashSet<>();
        List<TypeOutline> found = new ArrayList<>();
        Queue<TypeOutline> open = new ArrayDeque<>(List.of(type));
        while (!open.isEmpty() && seen.size() < MAX_SUPERTYPES) {
            for (String name : open.remove().directSupertypes()) {
                TypeOutline next = KnownLibraries.contain(name) || !seen.add(name) ? null : outline(name);
                if (next != null) {
                    found.add(next);
                    open.add(next);
                }
            }
        }
        return found;
    }

    /** Whether {@code type} is one of {@code wanted} or a subtype, as far as class files can be found. */
    public boolean isAny(String type, Set<String> wanted) {
        return isAny(type, directSupertypes(type), wanted);
    }

    /** The same for a type whose own class file may have changed. */
    public boolean isAny(String type, List<String> directSupertypes, Set<String> wanted) {
        return wanted.contains(type) || supertypes(directSupertypes).stream().anyMatch(wanted::contains);
    }

    /** The name of a supertype whose class file cannot be read; null if all can. */
    public @Nullable String firstUnreadable(TypeOutline type) {
        for (String name : supertypes(type.directSupertypes())) {
            if (outline(name) == null) {
                return name;
            }
        }
        return null;
    }

    /** The nearest first; a class before its interfaces. Includes types whose own class file is missing. */
    public Set<String> supertypes(List<String> direct) {
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
