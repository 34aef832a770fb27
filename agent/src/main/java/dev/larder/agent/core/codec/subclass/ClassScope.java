package dev.larder.agent.core.codec.subclass;

import dev.larder.agent.core.type.PlatformTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the values of one method may consist of besides the declared classes.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param loaders of the class that declares the method, and its parents as far as they are the application's
 * @param types the classes that the annotation names, by name
 * @param findsLoaded whether subclasses that the application has loaded count as well
 * @param loaded what this JVM has loaded
 */
public record ClassScope(
        List<ClassLoader> loaders, Map<String, Class<?>> types, boolean findsLoaded, LoadedClasses loaded) {

    public ClassScope {
        loaders = List.copyOf(loaders);
        types = Map.copyOf(types);
    }

    /** Of a method that a class of {@code loader} declares, and whose annotation names {@code types}. */
    public static ClassScope of(
            @Nullable ClassLoader loader, List<Class<?>> types, boolean findsLoaded, LoadedClasses loaded) {
        return new ClassScope(
                withParents(loader),
                types.stream().distinct().collect(Collectors.toMap(Class::getName, type -> type, (one, other) -> one)),
                findsLoaded,
                loaded);
    }

    private static List<ClassLoader> withParents(@Nullable ClassLoader loader) {
        List<ClassLoader> all = new ArrayList<>();
        for (ClassLoader next = loader; next != null && !PlatformTypes.isPlatform(next); next = next.getParent()) {
            all.add(next);
        }
        return all;
    }

    /** The same for a place declared as {@code bound}, whose own loader counts as well. */
    List<ClassLoader> loadersFor(Class<?> bound) {
        ClassLoader own = bound.getClassLoader();
        if (own == null || PlatformTypes.contains(bound) || isAmong(loaders, own)) {
            return loaders;
        }
        List<ClassLoader> all = new ArrayList<>(loaders);
        all.add(own);
        return all;
    }

    /** By identity: loaders may have an {@code equals} of the application. */
    static boolean isAmong(List<ClassLoader> loaders, @Nullable ClassLoader one) {
        for (ClassLoader loader : loaders) {
            if (loader == one) {
                return true;
            }
        }
        return false;
    }
}
