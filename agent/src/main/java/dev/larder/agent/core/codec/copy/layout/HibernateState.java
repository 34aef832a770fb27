package dev.larder.agent.core.codec.copy.layout;

import dev.larder.agent.core.codec.graph.Heap;
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
    enum Kind {
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

    private static final ClassValue<Map<String, Slot>> FIELDS = new ClassValue<>() {
        @Override
        protected Map<String, Slot> computeValue(Class<?> type) {
            return fieldsOf(type);
        }
    };

    private HibernateState() {}

    static Kind kindOf(Class<?> type) {
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
    static boolean isLeftOut(Field field) {
        boolean isTransient = Modifier.isTransient(field.getModifiers());
        return COLLECTIONS.contains(field.getDeclaringClass().getName())
                ? isTransient || field.getName().equals(OWNER)
                : isTransient && field.getName().startsWith(ADDED);
    }

    static CopyRefusal proxyRefusal() {
        return unfetched("is a proxy of an entity that has not been fetched");
    }

    /** What a proxy stands for; null if it has not been fetched. */
    public static @Nullable Object targetOf(Object proxy) {
        Object initializer = read(proxy, INITIALIZER);
        return initializer != null && isTrue(initializer, "initialized") ? read(initializer, "target") : null;
    }

    /** Why a collection or an entity cannot be copied; null if all of it has been fetched. */
    public static @Nullable CopyRefusal lazinessOf(Object value) {
        return kindOf(value.getClass()) == Kind.COLLECTION
                ? lazinessOfCollection(value)
                : lazinessOfAttributes(read(value, LAZY_ATTRIBUTES));
    }

    private static @Nullable CopyRefusal lazinessOfCollection(Object collection) {
        if (!isTrue(collection, "initialized")) {
            return unfetched("has not been fetched");
        }
        return sizeOf(read(collection, "operationQueue")) == 0
                ? null
                : unfetched("has changes that its session has not carried out yet");
    }

    /** @param interceptor fetches attributes when they are read; null for an entity that has none to fetch */
    private static @Nullable CopyRefusal lazinessOfAttributes(@Nullable Object interceptor) {
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

    private static CopyRefusal unfetched(String reason) {
        return new CopyRefusal(
                reason,
                "Fetch it in the query (join fetch) or by an entity graph, or return a record of what callers need.");
    }

    /** Where a collection refers to its entity; null for other classes. */
    public static @Nullable Slot ownerOf(Class<?> collectionType) {
        return kindOf(collectionType) == Kind.COLLECTION
                ? FIELDS.get(collectionType).get(OWNER)
                : null;
    }

    private static int sizeOf(@Nullable Object queue) {
        return queue == null ? 0 : queue instanceof Collection<?> operations ? operations.size() : 1;
    }

    private static @Nullable Object read(Object owner, String name) {
        Slot slot = FIELDS.get(owner.getClass()).get(name);
        return slot != null && slot.isReference() ? Heap.get(owner, slot.offset()) : null;
    }

    private static boolean isTrue(Object owner, String name) {
        Slot slot = FIELDS.get(owner.getClass()).get(name);
        return slot != null && slot.type() == boolean.class && Heap.bits(owner, slot.offset(), 1) != 0;
    }

    private static Map<String, Slot> fieldsOf(Class<?> type) {
        Map<String, Slot> fields = new HashMap<>();
        for (Class<?> owner = type; owner != null && !PlatformTypes.contains(owner); owner = owner.getSuperclass()) {
            for (Field field : owner.getDeclaredFields()) {
                if (READ.contains(field.getName()) && !Modifier.isStatic(field.getModifiers())) {
                    fields.putIfAbsent(field.getName(), Slot.of(field));
                }
            }
        }
        return fields;
    }
}
