package dev.larder.agent.core.codec.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The collections of the JDK that are restored with their class. A closed table: stored text has only a code, which can
 * choose only among these.
 *
 * <p>What cannot be observed from outside is not kept: spare capacity, or the collection behind an unmodifiable view.
 */
// The fields are immutable though their types do not say so; LinkedList and Vector are here because others use them.
@SuppressWarnings({"ImmutableEnumChecker", "JdkObsolete"})
public enum CollectionKind {
    ARRAY_LIST("a", true, elements -> elements, ArrayList.class),
    LINKED_LIST("l", true, LinkedList::new, LinkedList.class),
    ARRAYS_AS_LIST(
            "f",
            true,
            elements -> Arrays.asList(elements.toArray()),
            Arrays.asList().getClass()),
    LIST_OF("i", true, ImmutableLists::of, List.of().getClass(), List.of(0).getClass()),
    /** What Stream.toList makes: the class of LIST_OF, but it may be asked about null. */
    STREAM_LIST("n", true, ImmutableLists::ofStream),
    EMPTY_LIST(
            "el",
            true,
            elements -> Collections.emptyList(),
            Collections.emptyList().getClass()),
    SINGLETON_LIST(
            "sl",
            true,
            elements -> Collections.singletonList(elements.get(0)),
            Collections.singletonList(0).getClass()),
    UNMODIFIABLE_LIST(
            "ul",
            true,
            Collections::unmodifiableList,
            Collections.unmodifiableList(new ArrayList<>()).getClass()),
    UNMODIFIABLE_LINKED_LIST(
            "uk",
            true,
            elements -> Collections.unmodifiableList(new LinkedList<>(elements)),
            Collections.unmodifiableList(new LinkedList<>()).getClass()),
    UNMODIFIABLE_COLLECTION(
            "uc",
            true,
            Collections::unmodifiableCollection,
            Collections.unmodifiableCollection(new ArrayList<>()).getClass()),
    VECTOR("v", true, Vector::new, Vector.class),
    COPY_ON_WRITE_LIST("w", true, CopyOnWriteArrayList::new, CopyOnWriteArrayList.class),
    ARRAY_DEQUE("q", true, ArrayDeque::new, ArrayDeque.class),
    /** Built with a given number of buckets if that keeps its order: see {@link #build}. */
    HASH_SET("h", false, HashSet::new, HashSet.class),
    LINKED_HASH_SET("k", true, LinkedHashSet::new, LinkedHashSet.class),
    TREE_SET("t", true, TreeSet::new, TreeSet.class),
    SET_OF(
            "s",
            false,
            elements -> Set.of(elements.toArray()),
            Set.of().getClass(),
            Set.of(0).getClass()),
    EMPTY_SET(
            "es",
            true,
            elements -> Collections.emptySet(),
            Collections.emptySet().getClass()),
    SINGLETON_SET(
            "ss",
            true,
            elements -> Collections.singleton(elements.get(0)),
            Collections.singleton(0).getClass()),
    UNMODIFIABLE_SET(
            "us",
            true,
            elements -> Collections.unmodifiableSet(new LinkedHashSet<>(elements)),
            Collections.unmodifiableSet(new HashSet<>()).getClass()),
    COPY_ON_WRITE_SET("ws", true, CopyOnWriteArraySet::new, CopyOnWriteArraySet.class),
    SYNCHRONIZED_LIST(
            "yl",
            true,
            Collections::synchronizedList,
            Collections.synchronizedList(new ArrayList<>()).getClass(),
            Collections.synchronizedList(new LinkedList<>()).getClass()),
    SYNCHRONIZED_SET(
            "ys",
            true,
            elements -> Collections.synchronizedSet(new LinkedHashSet<>(elements)),
            Collections.synchronizedSet(new HashSet<>()).getClass()),
    SYNCHRONIZED_COLLECTION(
            "yc",
            true,
            Collections::synchronizedCollection,
            Collections.synchronizedCollection(new ArrayList<>()).getClass()),
    CONCURRENT_SET(
            "c",
            false,
            CollectionKind::concurrentSet,
            ConcurrentHashMap.newKeySet().getClass()),
    CONCURRENT_SKIP_LIST_SET("ct", true, ConcurrentSkipListSet::new, ConcurrentSkipListSet.class),
    CONCURRENT_QUEUE("cq", true, ConcurrentLinkedQueue::new, ConcurrentLinkedQueue.class),
    CONCURRENT_DEQUE("cd", true, ConcurrentLinkedDeque::new, ConcurrentLinkedDeque.class),
    /** See {@link EqualKinds} for its class and others. */
    UNMODIFIABLE_SORTED_SET("ut", true, TreeSet::new),
    /** Recognized by its supertype, and built with the declared element type: see {@link #build}. */
    ENUM_SET("en", true, elements -> elements);

    private static final int MOST_COMPARED = 4_096;

    private static final Set<@Nullable CollectionKind> EMPTY_SINGLETONS =
            EnumSet.of(LIST_OF, STREAM_LIST, EMPTY_LIST, SET_OF, EMPTY_SET);

    private static final Set<CollectionKind> SETS = EnumSet.of(
            HASH_SET,
            LINKED_HASH_SET,
            TREE_SET,
            SET_OF,
            SINGLETON_SET,
            UNMODIFIABLE_SET,
            COPY_ON_WRITE_SET,
            SYNCHRONIZED_SET,
            CONCURRENT_SET,
            CONCURRENT_SKIP_LIST_SET,
            UNMODIFIABLE_SORTED_SET);

    private static final Set<CollectionKind> SORTED =
            EnumSet.of(TREE_SET, CONCURRENT_SKIP_LIST_SET, UNMODIFIABLE_SORTED_SET);

    private static final Map<Class<?>, CollectionKind> BY_CLASS = new HashMap<>();
    private static final Map<String, CollectionKind> BY_CODE = new HashMap<>();

    static {
        for (CollectionKind kind : values()) {
            kind.classes.forEach(type -> BY_CLASS.put(type, kind));
            BY_CODE.put(kind.code, kind);
        }
    }

    /** The kind of a class that is not in the table, but has an equal one. */
    private static final ClassValue<Optional<CollectionKind>> EQUAL = new ClassValue<>() {
        @Override
        protected Optional<CollectionKind> computeValue(Class<?> type) {
            return Optional.ofNullable(EqualKinds.ofCollection(type));
        }
    };

    private final String code;
    private final boolean ordered;
    private final Function<List<@Nullable Object>, Collection<@Nullable Object>> maker;
    private final List<Class<?>> classes;

    CollectionKind(
            String code,
            boolean ordered,
            Function<List<@Nullable Object>, Collection<@Nullable Object>> maker,
            Class<?>... classes) {
        this.code = code;
        this.ordered = ordered;
        this.maker = maker;
        this.classes = List.of(classes);
    }

    public String code() {
        return code;
    }

    /** Whether it is a set, which hashes its elements or compares them. */
    public boolean comparesElements() {
        return SETS.contains(this);
    }

    boolean isSorted() {
        return SORTED.contains(this);
    }

    /** Whether the order of iteration is part of the value, rather than an accident of hash codes. */
    public boolean isOrdered() {
        return ordered;
    }

    /**
     * The kind of {@code value}, or the one that behaves like it; null if its class or its comparator is not in the tables.
     * Calls no method of an unlisted collection, which might query a database.
     */
    public static @Nullable CollectionKind of(Object value) {
        if (value.getClass() == ArrayList.class) {
            return ARRAY_LIST;
        }
        if (value instanceof EnumSet<?>) {
            return ENUM_SET;
        }
        CollectionKind kind = BY_CLASS.get(value.getClass());
        if (kind == LIST_OF) {
            return ImmutableLists.mayBeAskedAboutNull((List<?>) value) ? STREAM_LIST : LIST_OF;
        }
        CollectionKind known = kind != null ? kind : EQUAL.get(value.getClass()).orElse(null);
        boolean isUnknownOrder = SORTED.contains(known) && SortOrder.of(((SortedSet<?>) value).comparator()) == null;
        boolean isKept = !isUnknownOrder && Wrapped.isAroundWhatIsRestored(value, SORTED.contains(known));
        return isKept ? known : null;
    }

    /** Whether {@code value} is an empty collection that is a singleton of the JDK. */
    public static boolean isEmptySingleton(Collection<?> value) {
        return value.getClass() != ArrayList.class && EMPTY_SINGLETONS.contains(of(value)) && value.isEmpty();
    }

    public static @Nullable CollectionKind ofCode(String code) {
        return BY_CODE.get(code);
    }

    /**
     * The number that restores the order of {@code value}, a collection of this kind: of buckets, or of a comparator. 0 if none
     * is needed.
     */
    public int orderOf(Collection<?> value) {
        if (SORTED.contains(this)) {
            return Objects.requireNonNull(SortOrder.of(((SortedSet<?>) value).comparator()))
                    .number();
        }
        return this == HASH_SET ? HashTableOrder.bucketsFor(value) : HashTableOrder.GROWN;
    }

    /**
     * Makes a collection of the elements in a part of an array.
     *
     * @param elementType their declared type
     * @param order what {@link #orderOf} said
     * @throws RuntimeException if they do not fit the kind: a null, a duplicate, too many
     */
    public Collection<@Nullable Object> build(
            @Nullable Object[] source, int from, int to, Class<?> elementType, int order) {
        if (isHashed()) {
            HashCollisions.check(source, from, to, 1);
        }
        List<@Nullable Object> elements = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            elements.add(source[i]);
        }
        check(elements.size(), order);
        Collection<@Nullable Object> made =
                switch (this) {
                    case ENUM_SET -> enumSet(elements, elementType);
                    case HASH_SET -> hashSet(elements, order);
                    case TREE_SET -> sorted(new TreeSet<>(SortOrder.comparator(order)), elements);
                    case CONCURRENT_SKIP_LIST_SET ->
                        sorted(new ConcurrentSkipListSet<>(SortOrder.comparator(order)), elements);
                    case UNMODIFIABLE_SORTED_SET ->
                        Collections.unmodifiableNavigableSet(
                                sorted(new TreeSet<>(SortOrder.comparator(order)), elements));
                    default -> maker.apply(elements);
                };
        if (made.size() != elements.size()) {
            throw new IllegalArgumentException(this + " of " + elements.size() + " elements has " + made.size());
        }
        return made;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the class is only known at run time, and add checks it
    private static Collection<@Nullable Object> enumSet(List<@Nullable Object> elements, Class<?> elementType) {
        Set made = EnumSet.noneOf(elementType.asSubclass(Enum.class));
        made.addAll(elements);
        return made;
    }

    /** Bounds the memory and the time that stored text can make us take: a set that compares each with all others, for instance. */
    void check(int size, int order) {
        if (this == HASH_SET) {
            HashTableOrder.check(order, size);
        } else if (!allows(size)) {
            throw new IllegalArgumentException(
                    "more elements than a set is restored of that compares each with all others");
        }
    }

    /** Whether a collection of this kind is restored if it has so many elements. */
    public boolean allows(int size) {
        return this != COPY_ON_WRITE_SET || size <= MOST_COMPARED;
    }

    /** Whether to make one takes the hash codes of its elements. */
    public boolean isHashed() {
        return comparesElements() && !isSorted();
    }

    /** Not by the copy constructor, which chooses another capacity, and thereby another order. */
    private static Collection<@Nullable Object> hashSet(List<@Nullable Object> elements, int buckets) {
        Set<@Nullable Object> made = buckets == HashTableOrder.GROWN ? new HashSet<>() : new HashSet<>(buckets);
        for (Object element : elements) {
            made.add(element);
        }
        return made;
    }

    private static Collection<@Nullable Object> concurrentSet(List<@Nullable Object> elements) {
        Set<@Nullable Object> made = ConcurrentHashMap.newKeySet();
        made.addAll(elements);
        return made;
    }

    private static NavigableSet<@Nullable Object> sorted(
            NavigableSet<@Nullable Object> made, List<@Nullable Object> elements) {
        made.addAll(elements);
        return made;
    }
}
