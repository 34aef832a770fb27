package dev.larder.agent.core.codec.subclass;

import dev.larder.agent.core.codec.graph.ObjectState;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.result.OneShotResults;
import dev.larder.agent.core.result.ProxyClasses;
import dev.larder.agent.core.type.PlatformTypes;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The classes that a place of one declared type may hold besides that type itself: those of the annotation's {@code types},
 * and, if the type is the application's, its concrete subclasses that this JVM has loaded for the method's class loader.
 *
 * <p>A name chooses only among classes that are loaded and initialized. Nothing here loads or initializes one, and a name
 * that is not found is not remembered.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class Subclasses {

    private final Class<?> bound;
    private final ClassScope scope;
    private final List<ClassLoader> loaders;
    private final AtomicBoolean hasAsked = new AtomicBoolean();

    /** Found so far, by name; a subset of what is loaded, so text cannot make it large. */
    private final Map<String, Class<?>> known = new ConcurrentHashMap<>();

    /** Of a place declared as {@code bound}. */
    public Subclasses(Class<?> bound, ClassScope scope) {
        this.bound = bound;
        this.scope = scope;
        this.loaders = scope.loadersFor(bound);
    }

    /** Whether a place declared as {@code type}, which is not sealed, may hold subclasses that only the value tells. */
    public static boolean areAllowed(Class<?> type) {
        int modifiers = type.getModifiers();
        return !type.isPrimitive()
                && !type.isArray()
                && !type.isEnum()
                && !Modifier.isFinal(modifiers)
                && !PlatformTypes.contains(type)
                && !OneShotResults.isOneShot(type);
    }

    /** Whether a place declared as {@code type} may hold a class that the annotation names. */
    public static boolean areNamed(Class<?> type, ClassScope scope) {
        return scope.types().values().stream().anyMatch(type::isAssignableFrom);
    }

    /** The class of that name; null if the place may hold none, or this JVM has not loaded and initialized it. */
    public @Nullable Class<?> named(String name) {
        Class<?> type = scope.types().get(name);
        if (type != null) {
            return bound.isAssignableFrom(type) && unfit(type) == null ? type : null;
        }
        if (!findsLoaded()) {
            return null;
        }
        Class<?> met = known.get(name);
        if (met == null) {
            ask();
            met = known.get(name);
        }
        return met != null && Initialization.isOver(met) && unfit(met) == null ? met : null;
    }

    private boolean findsLoaded() {
        return scope.findsLoaded() && !PlatformTypes.contains(bound);
    }

    /** For a class with a namesake in another of the loaders, the first one stands. */
    private void ask() {
        for (Class<?> type : scope.loaded().below(bound, loaders, !hasAsked.getAndSet(true))) {
            known.putIfAbsent(type.getName(), type);
        }
    }

    /** Why the place does not hold objects of the class, of which there is one; null if it does. */
    public @Nullable UnfitClass refusal(Class<?> type) {
        UnfitClass unfit = unfit(type);
        if (unfit != null) {
            return unfit;
        }
        if (scope.types().get(type.getName()) == type) {
            return null;
        }
        if (PlatformTypes.contains(bound)) {
            return new UnfitClass(
                    "is a class that neither the method's signature nor its annotation names", nameIt(type));
        }
        if (!scope.findsLoaded()) {
            return new UnfitClass("is not declared, and larder.values.subclasses is false", nameIt(type));
        }
        return isLoadedHere(type)
                ? null
                : new UnfitClass(
                        "comes from a class loader that the method's class does not use, or has a namesake there",
                        "Load both by one class loader, or return a record of what callers need.");
    }

    private static String nameIt(Class<?> type) {
        return "Name it in the annotation, as in types = " + type.getSimpleName()
                + ".class, declare it, or make the declared type sealed.";
    }

    private boolean isLoadedHere(Class<?> type) {
        if (ClassScope.isAmong(loaders, type.getClassLoader())) {
            Class<?> earlier = known.putIfAbsent(type.getName(), type);
            return earlier == null || earlier == type;
        }
        if (known.get(type.getName()) == null) {
            ask();
        }
        return known.get(type.getName()) == type;
    }

    private static @Nullable UnfitClass unfit(Class<?> type) {
        String name = type.getName();
        if (ProxyClasses.areOf(type)) {
            return new UnfitClass(
                    "is a proxy, which stands for an object that may not have been loaded",
                    "Return the object itself, or a record of what callers need.");
        }
        if (ProxyClasses.isOfSession(name)) {
            return new UnfitClass(
                    "belongs to the session of an object-relational mapper",
                    "Return a record of what callers need, or copy the collection, such as by new ArrayList<>(it).");
        }
        if (type.isLocalClass() || type.isAnonymousClass()) {
            return new UnfitClass(
                    "is a local or anonymous class, whose name depends on what stands around it in the source",
                    "Make it a static nested class or a record.");
        }
        if (type.isArray()) {
            return UnfitClass.asItIs("is an array of a class that is not declared");
        }
        if (type.isEnum() && !PlatformTypes.contains(type)) {
            return null;
        }
        return ObjectState.of(type).refusal();
    }
}
