package dev.larder.agent.core.codec.graph;

import dev.larder.agent.core.codec.heap.Heap;
import dev.larder.agent.core.type.PlatformTypes;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What Hibernate adds to objects: whether they have been fetched, and what of them belongs to a session. No other type knows
 * Hibernate's names.
 *
 * <p><b>Shape.</b> Fields are read, and no method is called: a method would fetch. What is not as expected counts as not
 * fetched.
 *
 * <p><b>Threads.</b> Thread-safe; loads and initializes no class.
 */
public final class HibernateState {

    /** What the objects of a class are to Hibernate. */
    public enum Kind {
        NOTHING,
        /** A wrapper around a collection of the JDK, also an application's own subclass of one. */
        COLLECTION,
        /** An entity or embeddable whose class Hibernate's enhancer has changed. */
        ENHANCED,
        /** Stands for an entity that may not have been fetched. */
        PROXY
    }

    private static final Set<String> COLLECTIONS = Set.of(
            "org.hibernate.collection.spi.AbstractPersistentCollection",
            "org.hibernate.collection.internal.AbstractPersistentCollection"); // until 5

    private static final String ADDED = "$$_hibernate_";
    private static final String INITIALIZER = "$$_hibernate_interceptor";
    private static final String LAZY_ATTRIBUTES = "$$_hibernate_attributeInterceptor";
    private static final String OWNER = "owner";

    /** Where the kinds of collections keep the one that they wrap. */
    private static final Set<String> CONTENTS = Set.of("bag", "list", "set", "map", "values");

    private static final String CONTENT = "content";

    /** No offset of a field. */
    public static final long NONE = -1;

    private static final Set<String> READ = Set.of(
            INITIALIZER,
            LAZY_ATTRIBUTES,
            OWNER,
            "initialized",
            "operationQueue",
            "target",
            "lazyFields",
            "initializedLazyFields",
            "entityMeta"); // since 7, what all entities of a class have in common

    /** A field. */
    private record Place(Class<?> type, long offset) {}

    private static final ClassValue<Map<String, Place>> FIELDS = new ClassValue<>() {
        @Override
        protected Map<String, Place> computeValue(Class<?> type) {
            return fieldsOf(type);
        }
    };

    private static final ClassValue<Kind> KINDS = new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
            return findKind(type);
        }
    };

    private HibernateState() {}

    public static Kind kindOf(Class<?> type) {
        return KINDS.get(type);
    }

    private static Kind findKind(Class<?> type) {
        Kind kind = Kind.NOTHING;
        for (Class<?> owner = type; owner != null && !PlatformTypes.contains(owner); owner = owner.getSuperclass()) {
            if (COLLECTIONS.contains(owner.getName())) {
                return Kind.COLLECTION;
            }
            for (Field field : owner.getDeclaredFields()) {
                if (field.getName().equals(INITIALIZER)) {
                    return Kind.PROXY;
                }
                kind = field.getName().startsWith(ADDED) ? Kind.ENHANCED : kind;
            }
        }
        return kind;
    }

    /**
     * Whether a field is no part of a copy: it belongs to the session, as it does in Hibernate's own serialization. Without
     * notes of what was changed, merging an enhanced entity compares all of its attributes. A collection refers to its entity, which callers may not have asked for: see {@link #ownerOf}.
     */
    public static boolean isLeftOut(Field field) {
        boolean isTransient = Modifier.isTransient(field.getModifiers());
        return COLLECTIONS.contains(field.getDeclaringClass().getName())
                ? isTransient || field.getName().equals(OWNER)
                : isTransient && field.getName().startsWith(ADDED);
    }

    public static UnfitClass proxyRefusal() {
        return unfetched("is a proxy of an entity that has not been fetched");
    }

    /**
     * The entity that a proxy stands for, or the collection of the JDK that one of Hibernate's wraps; {@code value} itself if it is neither
     * of them or has not been fetched.
     */
    public static Object behind(Object value) {
        Object found =
                switch (PlatformTypes.contains(value.getClass()) ? Kind.NOTHING : kindOf(value.getClass())) {
                    case PROXY -> targetOf(value);
                    case COLLECTION -> lazinessOf(value) == null ? read(value, CONTENT) : null;
                    default -> null;
                };
        return found == null ? value : found;
    }

    /** What a proxy stands for; null if it has not been fetched. */
    public static @Nullable Object targetOf(Object proxy) {
        Object initializer = read(proxy, INITIALIZER);
        return initializer != null && isTrue(initializer, "initialized") ? read(initializer, "target") : null;
    }

    /** Why a collection or an entity cannot be copied; null if all of it has been fetched. */
    public static @Nullable UnfitClass lazinessOf(Object value) {
        if (!Heap.isOpen()) {
            return UnfitClass.asItIs(
                    "may not have been fetched, which cannot be seen where this JVM gives no access to its memory");
        }
        return kindOf(value.getClass()) == Kind.COLLECTION
                ? lazinessOfCollection(value)
                : lazinessOfAttributes(read(value, LAZY_ATTRIBUTES));
    }

    private static @Nullable UnfitClass lazinessOfCollection(Object collection) {
        if (!isTrue(collection, "initialized")) {
            return unfetched("has not been fetched");
        }
        return sizeOf(read(collection, "operationQueue")) == 0
                ? null
                : unfetched("has changes that its session has not carried out yet");
    }

    /** @param interceptor fetches attributes when they are read; null for an entity that has none to fetch */
    private static @Nullable UnfitClass lazinessOfAttributes(@Nullable Object interceptor) {
        if (interceptor == null) {
            return null;
        }
        Object shared = read(interceptor, "entityMeta");
        if (!(read(shared == null ? interceptor : shared, "lazyFields") instanceof Set<?> lazy)) {
            return unfetched("has not been fetched");
        }
        Set<String> rest = new TreeSet<>();
        lazy.forEach(attribute -> rest.add(String.valueOf(attribute)));
        if (read(interceptor, "initializedLazyFields") instanceof Set<?> fetched) {
            fetched.forEach(rest::remove);
        }
        return rest.isEmpty()
                ? null
                : unfetched("has attributes that have not been fetched: " + String.join(", ", rest));
    }

    private static UnfitClass unfetched(String reason) {
        return new UnfitClass(
                reason,
                "Fetch it in the query (join fetch) or by an entity graph, or return a record of what callers need.");
    }

    /** The offset at which a collection refers to its entity; {@link #NONE} for other classes. */
    public static long ownerOf(Class<?> collectionType) {
        Place owner = kindOf(collectionType) == Kind.COLLECTION
                ? FIELDS.get(collectionType).get(OWNER)
                : null;
        return owner == null ? NONE : owner.offset;
    }

    private static int sizeOf(@Nullable Object queue) {
        return queue == null ? 0 : queue instanceof Collection<?> operations ? operations.size() : 1;
    }

    private static @Nullable Object read(Object owner, String name) {
        Place place = Heap.isOpen() ? FIELDS.get(owner.getClass()).get(name) : null;
        return place != null && !place.type.isPrimitive() ? Heap.get(owner, place.offset) : null;
    }

    private static boolean isTrue(Object owner, String name) {
        Place place = Heap.isOpen() ? FIELDS.get(owner.getClass()).get(name) : null;
        return place != null && place.type == boolean.class && Heap.bits(owner, place.offset, 1) != 0;
    }

    private static Map<String, Place> fieldsOf(Class<?> type) {
        Map<String, Place> fields = new HashMap<>();
        for (Class<?> owner = type; owner != null && !PlatformTypes.contains(owner); owner = owner.getSuperclass()) {
            for (Field field : owner.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                if (READ.contains(field.getName())) {
                    fields.putIfAbsent(field.getName(), placeOf(field));
                }
                if (isContent(field)) {
                    fields.putIfAbsent(CONTENT, placeOf(field));
                }
            }
        }
        return fields;
    }

    private static boolean isContent(Field field) {
        return CONTENTS.contains(field.getName())
                && field.getDeclaringClass().getName().startsWith("org.hibernate.collection.")
                && (Collection.class.isAssignableFrom(field.getType()) || Map.class.isAssignableFrom(field.getType()));
    }

    private static Place placeOf(Field field) {
        return new Place(field.getType(), Heap.offsetOf(field));
    }
}
