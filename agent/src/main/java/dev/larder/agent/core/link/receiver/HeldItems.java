package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.type.PlatformTypes;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The collaborators in a container: an array, a collection, a map, an {@code Optional}, an atomic or another reference. What hands
 * them out by running code, such as a {@code Supplier}, a {@code Future} or a {@code ThreadLocal}, and what keeps a number beside the
 * collaborator, as an {@code AtomicStampedReference} does, is not looked into.
 *
 * <p><b>Threads.</b> Reads containers that other threads may change meanwhile, and then throws what their iterators throw.
 */
final class HeldItems {

    /** Containers of more items are not compared at each call: that costs more than a load is likely to. */
    static final int MAX_ITEMS = 64;

    /** Classes whose objects cannot be changed, by the beginnings of their names. */
    private static final List<String> FIXED = List.of(
            "java.util.ImmutableCollections$",
            "java.util.Collections$Empty",
            "java.util.Collections$Singleton",
            "com.google.common.collect.Immutable",
            "com.google.common.collect.Regular",
            "com.google.common.collect.Singleton",
            "kotlin.",
            "scala.Option",
            "scala.Some",
            "scala.None",
            "scala.collection.immutable.");

    private HeldItems() {}

    /** Whether such a container holds the same items as long as there is one. */
    static boolean isFixed(Object container) {
        String name = container.getClass().getName();
        return container instanceof Optional || FIXED.stream().anyMatch(name::startsWith);
    }

    /** Whether the items can be read without running code that hands them out. */
    static boolean isReadable(Object container) {
        return container instanceof Object[]
                || container instanceof Collection
                || container instanceof Map
                || container instanceof Optional
                || container instanceof Reference
                || container instanceof AtomicReference
                || container instanceof AtomicReferenceArray
                || isFixed(container);
    }

    /** Whether an item is a container itself, of the JDK's: others are collaborators. */
    static boolean isNested(@Nullable Object item) {
        return item != null
                && (item.getClass().isArray() || PlatformTypes.contains(item.getClass()))
                && isReadable(item);
    }

    /** All items of a {@linkplain #isReadable readable} one, of a map first the keys and then the values. */
    static Iterator<?> of(Object container) {
        if (container instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        }
        if (container instanceof Collection<?> collection) {
            return collection.iterator();
        }
        if (container instanceof Map<?, ?> map) {
            return ofMap(map);
        }
        if (container instanceof AtomicReferenceArray<?> array) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < array.length(); i++) {
                items.add(array.get(i));
            }
            return items.iterator();
        }
        Object item = single(container);
        return item == container
                ? Collections.emptyIterator()
                : Collections.singleton(item).iterator();
    }

    private static Iterator<?> ofMap(Map<?, ?> map) {
        Iterator<?> keys = map.keySet().iterator();
        Iterator<?> values = map.values().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return keys.hasNext() || values.hasNext();
            }

            @Override
            public @Nullable Object next() {
                return keys.hasNext() ? keys.next() : values.next();
            }
        };
    }

    /** The container itself for one that is fixed and of no class of the JDK's. */
    private static @Nullable Object single(Object container) {
        if (container instanceof AtomicReference<?> reference) {
            return reference.get();
        }
        if (container instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        return container instanceof Reference<?> reference ? reference.get() : container;
    }
}
