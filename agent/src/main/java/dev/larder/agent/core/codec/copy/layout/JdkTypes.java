package dev.larder.agent.core.codec.copy.layout;

import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.heap.Heap;
import dev.larder.agent.core.codec.json.scalar.Scalars;
import dev.larder.agent.core.type.PlatformTypes;
import java.io.File;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.AnnotatedElement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.format.DateTimeFormatterBuilder;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the JDK's classes: which are immutable, and of which all fields are state that can be copied.
 *
 * <p><b>Threads.</b> Immutable.
 */
public final class JdkTypes {

    /** Of an object, with compressed class pointers. */
    public static final int HEADER_BYTES = 12;

    private static final Set<Class<?>> IMMUTABLE = Set.of(
            Class.class,
            File.class,
            InetSocketAddress.class,
            Pattern.class,
            StackTraceElement.class,
            URL.class,
            java.math.MathContext.class);

    private static final Set<Class<?>> STATE =
            Set.of(BitSet.class, Optional.class, StringBuilder.class, StringBuffer.class, StringJoiner.class);

    /** Classes that are not public. */
    private static final Set<String> STATE_BY_NAME =
            Set.of("java.lang.AbstractStringBuilder", "java.util.stream.Collectors$Partition");

    private static final long IDENTITY_TABLE = identityTable();

    private JdkTypes() {}

    /** Whether the objects of a class lock something in their own methods. */
    @SuppressWarnings("JdkObsolete") // applications still have them
    static boolean isLocking(Class<?> type) {
        return Vector.class.isAssignableFrom(type)
                || Hashtable.class.isAssignableFrom(type)
                || type == StringBuffer.class
                || isSynchronizedView(type);
    }

    private static boolean isSynchronizedView(Class<?> type) {
        return type.getName().startsWith("java.util.Collections$Synchronized");
    }

    /** What an object locks, of a class that is {@link Layout#isLocking locking}; null for nothing. */
    public static @Nullable Object monitorOf(Object value) {
        return isSynchronizedView(value.getClass()) ? mutexOf(value) : value;
    }

    private static @Nullable Object mutexOf(Object synchronizedView) {
        for (Slot slot : Layout.of(synchronizedView.getClass()).slots()) {
            if (slot.name().equals("mutex")) {
                return Heap.get(synchronizedView, slot.offset());
            }
        }
        return null;
    }

    /** Of the table of a map that is copied with its capacity. */
    public static long tableBytes(Map<?, ?> map) {
        if (map.getClass() != IdentityHashMap.class || IDENTITY_TABLE < 0) {
            return 0;
        }
        return Heap.get(map, IDENTITY_TABLE) instanceof Object[] table ? (long) Integer.BYTES * table.length : 0;
    }

    private static long identityTable() {
        try {
            return Heap.isOpen() ? Heap.offsetOf(IdentityHashMap.class.getDeclaredField("table")) : -1;
        } catch (NoSuchFieldException e) {
            return -1;
        }
    }

    /** Whether every object of the class is deeply immutable, or a constant. */
    public static boolean isImmutable(Class<?> type) {
        return Scalars.isImmutable(type)
                || Enum.class.isAssignableFrom(type)
                || (PlatformTypes.contains(type) && isImmutableHere(type));
    }

    private static boolean isImmutableHere(Class<?> type) {
        return IMMUTABLE.contains(type)
                || (type.getName().startsWith("java.time.") && type != DateTimeFormatterBuilder.class)
                || (AnnotatedElement.class.isAssignableFrom(type) && !AccessibleObject.class.isAssignableFrom(type))
                || Charset.class.isAssignableFrom(type)
                || InetAddress.class.isAssignableFrom(type)
                || Path.class.isAssignableFrom(type);
    }

    /** Whether an object of the class never has other elements. */
    public static boolean isImmutableCollection(Class<?> type) {
        String name = type.getName();
        return name.startsWith("java.util.ImmutableCollections$")
                || name.startsWith("java.util.Collections$Empty")
                || name.startsWith("java.util.Collections$Singleton")
                || name.equals("java.util.Collections$CopiesList");
    }

    /** Whether it is placed by the hash codes of its elements, and cannot be filled. */
    public static boolean isImmutableHashTable(Class<?> type) {
        String name = type.getName();
        return name.equals("java.util.ImmutableCollections$SetN") || name.equals("java.util.ImmutableCollections$MapN");
    }

    /** Whether the fields that a class of the JDK declares are state, so that an object can be copied by them. */
    public static boolean areFieldsState(Class<?> owner) {
        String place = owner.getPackageName();
        if (place.equals("java.util.concurrent.atomic")) {
            return !owner.getName().endsWith("Updater");
        }
        if (STATE.contains(owner) || STATE_BY_NAME.contains(owner.getName())) {
            return true;
        }
        boolean isOfCollections = place.equals("java.util") || place.equals("java.util.concurrent");
        return isOfCollections && isPartOfCollection(owner);
    }

    private static boolean isPartOfCollection(Class<?> owner) {
        Class<?> around = owner.getNestHost();
        return owner != WeakHashMap.class
                && around != WeakHashMap.class
                && (isCollection(owner)
                        || isCollection(around)
                        || around.getName().equals("java.util.Collections")
                        || around.getName().equals("java.util.Arrays")
                        || around.getName().equals("java.util.ImmutableCollections"));
    }

    private static boolean isCollection(Class<?> type) {
        return Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type)
                || Map.Entry.class.isAssignableFrom(type)
                || Comparator.class.isAssignableFrom(type);
    }

    public static UnfitClass refusal(Class<?> type, Class<?> owner) {
        return PlatformTypes.contains(type)
                ? new UnfitClass(
                        "is a JDK type that is not stored", "Return what is in it, such as a text or a record.")
                : UnfitClass.asItIs("extends " + owner.getName() + ", whose fields are the JDK's own");
    }
}
