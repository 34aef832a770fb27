package dev.larder.agent.core.codec.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A collection or a map that was made before what is in it, because something in it refers to it, or because the hash codes of
 * its elements are known only later. It is filled once.
 *
 * <p><b>Threads.</b> Confined to one call.
 */
public abstract class Unfilled {

    private static final @Nullable Object[] NOTHING = {};

    private static final Set<CollectionKind> COMPLETE_AT_ONCE = EnumSet.of(
            CollectionKind.ARRAYS_AS_LIST,
            CollectionKind.LIST_OF,
            CollectionKind.STREAM_LIST,
            CollectionKind.EMPTY_LIST,
            CollectionKind.SINGLETON_LIST,
            CollectionKind.SET_OF,
            CollectionKind.EMPTY_SET,
            CollectionKind.SINGLETON_SET,
            CollectionKind.ENUM_SET);

    private static final Set<MapKind> MAPS_COMPLETE_AT_ONCE =
            EnumSet.of(MapKind.MAP_OF, MapKind.EMPTY_MAP, MapKind.SINGLETON_MAP);

    private Unfilled() {}

    /** False for collections that cannot be changed, not even by their maker. */
    public static boolean isPossible(CollectionKind kind) {
        return !COMPLETE_AT_ONCE.contains(kind);
    }

    /** As for collections. */
    public static boolean isPossible(MapKind kind) {
        return !MAPS_COMPLETE_AT_ONCE.contains(kind);
    }

    /**
     * An empty one.
     *
     * @param order what {@link CollectionKind#orderOf} said
     */
    public static Unfilled of(CollectionKind kind, int order) {
        return new OfElements(kind, order);
    }

    /**
     * An empty one.
     *
     * @param keyType the declared type of the keys
     * @param order what {@link MapKind#orderOf} said
     */
    public static Unfilled of(MapKind kind, Class<?> keyType, int order) {
        return new OfEntries(kind, keyType, order);
    }

    /** What others may refer to from now on. */
    public abstract Object visible();

    /**
     * Puts in what belongs in it.
     *
     * @param content elements, or keys and values in turn
     * @throws RuntimeException if they do not fit the kind: a null, one twice, too many
     */
    public abstract void fill(List<@Nullable Object> content);

    private static final class OfElements extends Unfilled {

        private final CollectionKind kind;
        private final int order;
        private final Collection<@Nullable Object> inside;
        private final Collection<@Nullable Object> visible;

        OfElements(CollectionKind kind, int order) {
            this.kind = kind;
            this.order = order;
            this.inside = inside(kind, order);
            this.visible = around(kind, inside);
        }

        /** What can be changed. */
        @SuppressWarnings("JdkObsolete") // because the value has one
        private static Collection<@Nullable Object> inside(CollectionKind kind, int order) {
            return switch (kind) {
                case HASH_SET -> order == HashTableOrder.GROWN ? new HashSet<>() : new HashSet<>(order);
                case UNMODIFIABLE_LIST, UNMODIFIABLE_COLLECTION -> new ArrayList<>();
                case UNMODIFIABLE_LINKED_LIST -> new LinkedList<>();
                case UNMODIFIABLE_SET -> new LinkedHashSet<>();
                case UNMODIFIABLE_SORTED_SET -> new TreeSet<>(SortOrder.comparator(order));
                default -> kind.build(NOTHING, 0, 0, Object.class, order);
            };
        }

        private static Collection<@Nullable Object> around(CollectionKind kind, Collection<@Nullable Object> inside) {
            return switch (kind) {
                case UNMODIFIABLE_LIST, UNMODIFIABLE_LINKED_LIST ->
                    Collections.unmodifiableList((List<@Nullable Object>) inside);
                case UNMODIFIABLE_COLLECTION -> Collections.unmodifiableCollection(inside);
                case UNMODIFIABLE_SET -> Collections.unmodifiableSet((Set<@Nullable Object>) inside);
                case UNMODIFIABLE_SORTED_SET ->
                    Collections.unmodifiableNavigableSet((NavigableSet<@Nullable Object>) inside);
                default -> inside;
            };
        }

        @Override
        public Object visible() {
            return visible;
        }

        @Override
        public void fill(List<@Nullable Object> content) {
            kind.check(content.size(), order);
            if (kind.isHashed()) {
                HashCollisions.check(content.toArray(), 0, content.size(), 1);
            }
            inside.addAll(content);
            if (inside.size() != content.size()) {
                throw new IllegalArgumentException(kind + " has an element twice");
            }
        }
    }

    private static final class OfEntries extends Unfilled {

        private final MapKind kind;
        private final int order;
        private final Map<@Nullable Object, @Nullable Object> inside;
        private final Map<@Nullable Object, @Nullable Object> visible;

        OfEntries(MapKind kind, Class<?> keyType, int order) {
            this.kind = kind;
            this.order = order;
            this.inside = inside(kind, keyType, order);
            this.visible = around(kind, inside);
        }

        private static Map<@Nullable Object, @Nullable Object> inside(MapKind kind, Class<?> keyType, int order) {
            return switch (kind) {
                case HASH_MAP -> order == HashTableOrder.GROWN ? new HashMap<>() : new HashMap<>(order);
                case UNMODIFIABLE_MAP -> new LinkedHashMap<>();
                case UNMODIFIABLE_SORTED_MAP -> new TreeMap<>(SortOrder.comparator(order));
                default -> kind.build(NOTHING, 0, 0, keyType, order);
            };
        }

        private static Map<@Nullable Object, @Nullable Object> around(
                MapKind kind, Map<@Nullable Object, @Nullable Object> inside) {
            return switch (kind) {
                case UNMODIFIABLE_MAP -> Collections.unmodifiableMap(inside);
                case UNMODIFIABLE_SORTED_MAP ->
                    Collections.unmodifiableNavigableMap((NavigableMap<@Nullable Object, @Nullable Object>) inside);
                default -> inside;
            };
        }

        @Override
        public Object visible() {
            return visible;
        }

        @Override
        public void fill(List<@Nullable Object> content) {
            if (kind == MapKind.HASH_MAP) {
                HashTableOrder.check(order, content.size() / 2);
            }
            HashCollisions.check(content.toArray(), 0, content.size(), 2);
            for (int i = 0; i < content.size(); i += 2) {
                inside.put(content.get(i), content.get(i + 1));
            }
            if (inside.size() != content.size() / 2) {
                throw new IllegalArgumentException(kind + " has a key twice");
            }
        }
    }
}
