package dev.larder.agent.core.codec.graph;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collections that cannot be restored with their class, and the kind that behaves like them: views of other collections, and
 * immutable collections of other libraries.
 *
 * <p>A closed table of names. Iterating over these runs no query and no code of the application. Nothing is loaded.
 */
final class EqualKinds {

    private static final Map<String, CollectionKind> COLLECTIONS = new HashMap<>();
    private static final Map<String, MapKind> MAPS = new HashMap<>();

    static {
        all(
                CollectionKind.ARRAY_LIST,
                "java.util.ArrayList$SubList",
                "java.util.AbstractList$SubList",
                "java.util.AbstractList$RandomAccessSubList",
                "java.util.ReverseOrderListView",
                "java.util.ReverseOrderListView$Rand",
                "java.util.HashMap$Values",
                "java.util.LinkedHashMap$LinkedValues",
                "java.util.TreeMap$Values",
                "java.util.EnumMap$Values",
                "java.util.AbstractMap$2",
                "java.util.concurrent.ConcurrentHashMap$ValuesView",
                "java.util.concurrent.ConcurrentSkipListMap$Values");
        all(
                CollectionKind.UNMODIFIABLE_LIST,
                "java.util.ImmutableCollections$SubList",
                "java.util.Collections$CopiesList",
                "com.google.common.collect.ImmutableList",
                "kotlin.collections.builders.ListBuilder");
        all(
                CollectionKind.LINKED_HASH_SET,
                "java.util.HashMap$KeySet",
                "java.util.LinkedHashMap$LinkedKeySet",
                "java.util.EnumMap$KeySet",
                "java.util.AbstractMap$1",
                "java.util.HashMap$EntrySet",
                "java.util.LinkedHashMap$LinkedEntrySet",
                "java.util.TreeMap$EntrySet");
        all(CollectionKind.TREE_SET, "java.util.TreeMap$KeySet", "java.util.concurrent.ConcurrentSkipListMap$KeySet");
        all(
                CollectionKind.UNMODIFIABLE_SET,
                "java.util.Collections$UnmodifiableSequencedSet",
                "com.google.common.collect.ImmutableSet",
                "kotlin.collections.builders.SetBuilder");
        all(
                CollectionKind.UNMODIFIABLE_SORTED_SET,
                "java.util.Collections$UnmodifiableSortedSet",
                "com.google.common.collect.ImmutableSortedSet");
        all(CollectionKind.UNMODIFIABLE_COLLECTION, "java.util.Collections$UnmodifiableSequencedCollection");
        all(CollectionKind.EMPTY_LIST, "kotlin.collections.EmptyList");
        all(CollectionKind.EMPTY_SET, "kotlin.collections.EmptySet");
        all(
                MapKind.UNMODIFIABLE_MAP,
                "java.util.Collections$UnmodifiableSequencedMap",
                "com.google.common.collect.ImmutableMap",
                "kotlin.collections.builders.MapBuilder");
        all(
                MapKind.UNMODIFIABLE_SORTED_MAP,
                "java.util.Collections$UnmodifiableSortedMap",
                "com.google.common.collect.ImmutableSortedMap");
        all(MapKind.TREE_MAP, "java.util.TreeMap$AscendingSubMap", "java.util.TreeMap$DescendingSubMap");
        all(MapKind.EMPTY_MAP, "kotlin.collections.EmptyMap");
    }

    private EqualKinds() {}

    private static void all(CollectionKind kind, String... names) {
        for (String name : names) {
            COLLECTIONS.put(name, kind);
        }
    }

    private static void all(MapKind kind, String... names) {
        for (String name : names) {
            MAPS.put(name, kind);
        }
    }

    /** The kind for the class, or the nearest listed one that it extends; null if there is none. */
    static @Nullable CollectionKind ofCollection(Class<?> type) {
        return find(COLLECTIONS, type);
    }

    static @Nullable MapKind ofMap(Class<?> type) {
        return find(MAPS, type);
    }

    private static <K> @Nullable K find(Map<String, K> kinds, Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            K kind = kinds.get(at.getName());
            if (kind != null) {
                return kind;
            }
        }
        return null;
    }
}
