package dev.larder.agent.core.classfile;

import dev.larder.agent.core.base.PerLoader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.jar.asm.ClassReader;
import org.jspecify.annotations.Nullable;

/**
 * The class files that a loader can see, read as resources, without loading a class.
 *
 * <p><b>Threads.</b> Thread-safe. Called inside class loading, so the caller already holds the loader's locks.
 *
 * <p><b>Failure.</b> A class file that is missing (an optional dependency, a generated class), unreadable or damaged
 * counts as one without annotations.
 *
 * <p><b>Why</b> never {@code Class.forName}: a class that is loaded inside a transformer's callback is passed to no
 * transformer, including ours, and it would change the order in which the application loads its classes.
 */
public final class ClassFiles {

    /** By class name, whether the class or a supertype of it mentions an annotation of Larder's. */
    private final PerLoader<Map<String, Boolean>> annotated = new PerLoader<>() {
        @Override
        protected Map<String, Boolean> initial() {
            return new ConcurrentHashMap<>();
        }
    };

    private final AtomicInteger parsed = new AtomicInteger();

    /** Whether the class in {@code scan}, about to be loaded as {@code name}, or a supertype mentions an annotation of Larder's. */
    public boolean leadsToAnnotation(ClassLoader loader, String name, ClassFileScan scan) {
        Map<String, Boolean> known = annotated.get(loader);
        boolean result = scan.mentionsAnnotation() || supertypesLead(loader, scan, known, null);
        known.put(name, result);
        return result;
    }

    /** Null if {@code loader} has no such class file, or one this agent cannot read. */
    @Nullable
    TypeOutline outline(ClassLoader loader, String name) {
        byte[] bytes = read(loader, name);
        if (bytes == null) {
            return null;
        }
        try {
            return parse(new ClassReader(bytes));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) { // too new, or damaged
            return null;
        }
    }

    /** Parses the whole class file. Expensive; for annotated classes and their supertypes. */
    public TypeOutline parse(ClassReader file) {
        parsed.incrementAndGet();
        return OutlineReader.read(file);
    }

    /** The number of parsed class files so far. */
    public int parsedCount() {
        return parsed.get();
    }

    /** The superclass, then the interfaces as declared; none if {@code loader} has no such class file. */
    List<String> directSupertypes(ClassLoader loader, String name) {
        ClassFileScan scan = scan(loader, name);
        return scan == null ? List.of() : scan.directSupertypes();
    }

    private boolean supertypesLead(
            ClassLoader loader, ClassFileScan scan, Map<String, Boolean> known, @Nullable Set<String> path) {
        if (leads(loader, scan.superName(), known, path)) {
            return true;
        }
        for (int i = 0; i < scan.interfaceCount(); i++) {
            if (leads(loader, scan.interfaceName(i), known, path)) {
                return true;
            }
        }
        return false;
    }

    /** @param path the subclasses, so that a damaged, circular hierarchy terminates */
    private boolean leads(
            ClassLoader loader, @Nullable String name, Map<String, Boolean> known, @Nullable Set<String> path) {
        if (name == null || KnownLibraries.contain(name)) {
            return false;
        }
        Boolean earlier = known.get(name);
        if (earlier != null) {
            return earlier;
        }
        Set<String> here = path == null ? new HashSet<>() : path;
        if (!here.add(name)) {
            return false;
        }
        ClassFileScan scan = scan(loader, name);
        boolean result = scan != null && (scan.mentionsAnnotation() || supertypesLead(loader, scan, known, here));
        known.put(name, result);
        return result;
    }

    private @Nullable ClassFileScan scan(ClassLoader loader, String name) {
        byte[] bytes = read(loader, name);
        return bytes == null ? null : ClassFileScan.of(bytes);
    }

    /** Null if {@code loader} has no such class file, or cannot read it. */
    byte @Nullable [] read(ClassLoader loader, String name) {
        try (InputStream in = open(loader, name + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException | RuntimeException e) { // a loader of the application that fails
            return null;
        }
    }

    /** Some loaders load the JDK's classes, but have no resources for them. */
    private static @Nullable InputStream open(ClassLoader loader, String resource) {
        InputStream in = loader.getResourceAsStream(resource);
        return in == null && resource.startsWith("java/")
                ? ClassLoader.getPlatformClassLoader().getResourceAsStream(resource)
                : in;
    }
}
