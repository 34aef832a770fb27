package dev.larder.agent.core.codec.graph;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The maps of the JDK that are restored with their class; the counterpart of {@link CollectionKind}. */
// The fields are immutable though their types do not say so; Hashtable is here because others use it.
@SuppressWarnings({"ImmutableEnumChecker", "JdkObsolete"})
public enum MapKind {
    /** Built with a given number of buckets if that keeps its order: see {@link #build}. */
    HASH_MAP("h", false, HashMap::new, HashMap.class),
    LINKED_HASH_MAP("k", true, LinkedHashMap::new, LinkedHashMap.class),
    TREE_MAP("t", true, TreeMap::new, TreeMap.class),
    CONCURRENT_HASH_MAP("c", false, ConcurrentHashMap::new, ConcurrentHashMap.class),
    CONCURRENT_SKIP_LIST_MAP("ct", true, ConcurrentSkipListMap::new, ConcurrentSkipListMap.class),
    HASHTABLE("ht", false, Hashtable::new, Hashtable.class),
    MAP_OF("i", false, Map::copyOf, Map.of().getClass(), Map.of(0, 0).getClass()),
    EMPTY_MAP(
            "e", true, entries -> Collections.emptyMap(), Collections.emptyMap().getClass()),
    SINGLETON_MAP("s", true, MapKind::singleton, Collections.singletonMap(0, 0).getClass()),
    UNMODIFIABLE_MAP(
            "u",
            true,
            Collections::unmodifiableMap,
            Collections.unmodifiableMap(new HashMap<>()).getClass()),
    SYNCHRONIZED_MAP(
            "y",
            true,
            entries -> Collections.synchronizedMap(new LinkedHashMap<>(entries)),
            Collections.synchronizedMap(new HashMap<>()).getClass()),
    /** See {@link EqualKinds} for its class and others. */
    UNMODIFIABLE_SORTED_MAP("ut", true, TreeMap::new),
    PROPERTIES("p", false, MapKind::properties, Properties.class),
    /** Built with the declared key type: see {@link #build}. */
    ENUM_MAP("n", true, entries -> entries, EnumMap.class);

    private static final Set<MapKind> SORTED = EnumSet.of(TREE_MAP, CONCURRENT_SKIP_LIST_MAP, UNMODIFIABLE_SORTED_MAP);

    private static final Map<Class<?>, MapKind> BY_CLASS = new HashMap<>();
    private static final Map<String, MapKind> BY_CODE = new HashMap<>();

    static {
        for (MapKind kind : values()) {
            kind.classes.forEach(type -> BY_CLASS.put(type, kind));
            BY_CODE.put(kind.code, kind);
        }
    }

    /** The kind of a class that is not in the table, but has an equal one. */
    private static final ClassValue<Optional<MapKind>> EQUAL = new ClassValue<>() {
        @Override
        protected Optional<MapKind> computeValue(Class<?> type) {
            return Optional.ofNullable(EqualKinds.ofMap(type));
        }
    };

    private final String code;
    private final boolean ordered;
    private final Function<Map<@Nullable Object, @Nullable Object>, Map<@Nullable Object, @Nullable Object>> maker;
    private final List<Class<?>> classes;

    MapKind(
            String code,
            boolean ordered,
            Function<Map<@Nullable Object, @Nullable Object>, Map<@Nullable Object, @Nullable Object>> maker,
            Class<?>... classes) {
        this.code = code;
        this.ordered = ordered;
        this.maker = maker;
        this.classes = List.of(classes);
    }

    public String code() {
        return code;
    }

    boolean isSorted() {
        return SORTED.contains(this);
    }

    /** Whether the order of iteration is part of the value, rather than an accident of hash codes. */
    public boolean isOrdered() {
        return ordered;
    }

    /** The kind of {@code value}, or null; as {@link CollectionKind#of}. */
    public static @Nullable MapKind of(Object value) {
        MapKind listed = BY_CLASS.get(value.getClass());
        MapKind kind = listed != null ? listed : EQUAL.get(value.getClass()).orElse(null);
        boolean isUnknownOrder = SORTED.contains(kind) && SortOrder.of(((SortedMap<?, ?>) value).comparator()) == null;
        boolean isKept = !isUnknownOrder
                && Wrapped.isAroundWhatIsRestored(value, SORTED.contains(kind))
                && !(kind == PROPERTIES && hasDefaults((Properties) value));
        return isKept ? kind : null;
    }

    /** They belong to another object, which is asked if a key is missing. */
    private static boolean hasDefaults(Properties properties) {
        return !properties.keySet().containsAll(properties.stringPropertyNames());
    }

    /** Whether {@code value} is an empty map that is a singleton of the JDK. */
    public static boolean isEmptySingleton(Map<?, ?> value) {
        MapKind kind = of(value);
        return (kind == MAP_OF || kind == EMPTY_MAP) && value.isEmpty();
    }

    public static @Nullable MapKind ofCode(String code) {
        return BY_CODE.get(code);
    }

    /** The number that restores the order of {@code value}, a map of this kind; as {@link CollectionKind#orderOf}. */
    public int orderOf(Map<?, ?> value) {
        if (SORTED.contains(this)) {
            return Objects.requireNonNull(SortOrder.of(((SortedMap<?, ?>) value).comparator()))
                    .number();
        }
        return this == HASH_MAP ? HashTableOrder.bucketsFor(value.keySet()) : HashTableOrder.GROWN;
    }

    /**
     * Makes a map of alternating keys and values in a part of an array, which are put in that order.
     *
     * @param keyType the declared type of the keys
     * @param order what {@link #orderOf} said
     * @throws RuntimeException if the entries do not fit the kind: a null, a key twice, too many
     */
    public Map<@Nullable Object, @Nullable Object> build(
            @Nullable Object[] source, int from, int to, Class<?> keyType, int order) {
        int size = (to - from) / 2;
        if (this == SINGLETON_MAP && size == 1) { // which asks its key for nothing
            return Collections.singletonMap(source[from], source[from + 1]);
        }
        HashCollisions.check(source, from, to, 2);
        Map<@Nullable Object, @Nullable Object> entries =
                this == HASH_MAP ? hashMap(size, order) : new LinkedHashMap<>();
        for (int i = from; i < to; i += 2) {
            entries.put(source[i], source[i + 1]);
        }
        Map<@Nullable Object, @Nullable Object> made =
                switch (this) {
                    case HASH_MAP, LINKED_HASH_MAP -> entries;
                    case ENUM_MAP -> enumMap(entries, keyType);
                    case TREE_MAP -> sorted(new TreeMap<>(SortOrder.comparator(order)), entries);
                    case CONCURRENT_SKIP_LIST_MAP ->
                        sorted(new ConcurrentSkipListMap<>(SortOrder.comparator(order)), entries);
                    case UNMODIFIABLE_SORTED_MAP ->
                        Collections.unmodifiableNavigableMap(
                                sorted(new TreeMap<>(SortOrder.comparator(order)), entries));
                    default -> maker.apply(entries);
                };
        if (made.size() != size) {
            throw new IllegalArgumentException(this + " of " + size + " entries has " + made.size());
        }
        return made;
    }

    /** Not by the copy constructor, which chooses another capacity, and thereby another order. */
    private static Map<@Nullable Object, @Nullable Object> hashMap(int size, int buckets) {
        HashTableOrder.check(buckets, size);
        return new HashMap<>(buckets == HashTableOrder.GROWN ? HashTableOrder.grownBuckets(size) : buckets);
    }

    private static NavigableMap<@Nullable Object, @Nullable Object> sorted(
            NavigableMap<@Nullable Object, @Nullable Object> made, Map<@Nullable Object, @Nullable Object> entries) {
        entries.forEach(made::put); // putAll would take the order of the entries' own map
        return made;
    }

    private static Map<@Nullable Object, @Nullable Object> properties(Map<@Nullable Object, @Nullable Object> entries) {
        Properties made = new Properties();
        made.putAll(entries);
        return made;
    }

    private static Map<@Nullable Object, @Nullable Object> singleton(Map<@Nullable Object, @Nullable Object> entries) {
        Map.Entry<@Nullable Object, @Nullable Object> only =
                entries.entrySet().iterator().next();
        return Collections.singletonMap(only.getKey(), only.getValue());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the class is only known at run time, and put checks it
    private static Map<@Nullable Object, @Nullable Object> enumMap(
            Map<@Nullable Object, @Nullable Object> entries, Class<?> keyType) {
        Map made = new EnumMap(keyType.asSubclass(Enum.class));
        made.putAll(entries);
        return made;
    }
}
