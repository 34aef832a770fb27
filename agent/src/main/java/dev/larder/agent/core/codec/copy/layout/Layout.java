package dev.larder.agent.core.codec.copy.layout;

import dev.larder.agent.core.base.ClosedModules;
import dev.larder.agent.core.codec.graph.Constants;
import dev.larder.agent.core.codec.graph.HibernateState;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.heap.Heap;
import dev.larder.agent.core.type.PlatformTypes;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of one class are copied.
 *
 * <p><b>Threads.</b> Thread-safe. Kept by the class that it describes, through a {@link ClassValue}; initializes no class.
 */
public final class Layout {

    /** What is done with an object. */
    public enum Treatment {
        /** It is immutable, or has no state: all copies refer to it. */
        SHARED,
        /** It is copied by its fields; if they are final and what they refer to is shared, so is it. */
        FIELDS,
        /** As {@link #FIELDS}, if the object around it is part of the value; otherwise it is refused. */
        INNER,
        /** Code with captured values: it is shared if they are, and cannot be copied. */
        CODE,
        /** As {@link #FIELDS}, if Hibernate has fetched all of it: see {@link HibernateState}. */
        MAPPED,
        /** Hibernate's proxy: what it stands for is copied instead. */
        PROXY,
        PRIMITIVES,
        ELEMENTS,
        /** Its own class copies it: see {@link JdkCopies}. */
        WHOLE,
        MAP,
        SEQUENCE,
        REFUSED
    }

    /** Caches of a map of the JDK for its own views, which a copy makes anew. */
    private static final Set<String> VIEWS =
            Set.of("keySet", "values", "entrySet", "navigableKeySet", "descendingMap", "keySetView");

    private static final ClassValue<Layout> KNOWN = new ClassValue<>() {
        @Override
        protected Layout computeValue(Class<?> type) {
            return LayoutFactory.describe(type);
        }
    };

    private final Class<?> type;
    private final Treatment treatment;
    private final @Nullable UnfitClass refusal;
    private final List<Slot> slots;
    private final Slot[] open;
    private final long[] openOffsets;
    private final Slot[] leaves;
    private final Slot[] orders;
    private final boolean isFinal;
    private final boolean hasConstants;
    private final boolean isPlatform;
    private final boolean isClosed;
    private final boolean isMapOrSet;
    private final boolean isLocking;
    private final boolean isOfHashEntries;

    /** Static final fields of the class and its superclasses, such as the one of a sentinel that its objects refer to. */
    private final Field[] statics;

    private final int bytes;
    private final long fixedBytes;
    private volatile @Nullable Shell shell;

    Layout(Class<?> type, Treatment treatment, @Nullable UnfitClass refusal, List<Slot> slots) {
        this.type = type;
        this.treatment = treatment;
        this.refusal = refusal;
        this.slots = slots.stream().filter(slot -> !isView(slot)).toList();
        this.open = this.slots.stream().filter(Layout::isOpen).toArray(Slot[]::new);
        this.openOffsets = Stream.of(open).mapToLong(Slot::offset).toArray();
        this.orders = this.slots.stream().filter(Layout::isOrder).toArray(Slot[]::new);
        this.leaves = this.slots.stream()
                .filter(slot -> slot.isReference() && !isOpen(slot) && !isOrder(slot))
                .toArray(Slot[]::new);
        this.isFinal =
                JdkTypes.isImmutableCollection(type) || this.slots.stream().allMatch(slot -> slot.isFinal());
        this.isPlatform = PlatformTypes.contains(type);
        boolean isByFields = treatment == Treatment.FIELDS || treatment == Treatment.MAPPED;
        this.hasConstants = isByFields && !isPlatform && !Constants.of(type).isEmpty();
        this.statics = isByFields ? staticsOf(type) : new Field[0];
        this.isClosed = treatment == Treatment.FIELDS && open.length == 0 && orders.length == 0;
        this.isMapOrSet = (Map.class.isAssignableFrom(type) || Set.class.isAssignableFrom(type))
                && HibernateState.kindOf(type) != HibernateState.Kind.COLLECTION;
        this.isLocking = JdkTypes.isLocking(type);
        this.isOfHashEntries = type.getName().equals("java.util.HashMap$Node");
        this.fixedBytes = Sizes.fixedOf(type);
        this.bytes =
                JdkTypes.HEADER_BYTES + slots.stream().mapToInt(Slot::bytes).sum();
    }

    public static Layout of(Class<?> type) {
        return KNOWN.get(type);
    }

    public Class<?> type() {
        return type;
    }

    public Treatment treatment() {
        return treatment;
    }

    /** Why its objects are not copied. */
    public UnfitClass refusal() {
        return refusal == null ? UnfitClass.asItIs("is not copied") : refusal;
    }

    /** The fields that may refer to something mutable. */
    public Slot[] open() {
        return open;
    }

    /** The offsets of {@link #open}. Not to be changed. */
    public long[] openOffsets() {
        return openOffsets;
    }

    /** The fields that can refer to nothing but texts, numbers and the like. */
    public Slot[] leaves() {
        return leaves;
    }

    /** The fields with the objects around one of an inner class. */
    public List<Slot> surroundings() {
        return slots.stream().filter(LayoutFactory::isSurrounding).toList();
    }

    /** The comparators. */
    public Slot[] orders() {
        return orders;
    }

    /** All fields but caches. */
    public List<Slot> slots() {
        return slots;
    }

    /** Whether an object does not change unless what it refers to does. */
    public boolean isFinal() {
        return isFinal;
    }

    public boolean hasConstants() {
        return hasConstants;
    }

    /** Whether a static final field of the class refers to {@code held}: code compares it by {@code ==}. */
    public boolean isNamed(Object held) {
        for (Field field : statics) {
            try {
                if (field.get(null) == held) {
                    return true;
                }
            } catch (IllegalAccessException | LinkageError e) {
                return false; // also if the class cannot be initialized
            }
        }
        return false;
    }

    private static Field[] staticsOf(Class<?> type) {
        List<Field> statics = new ArrayList<>();
        for (Class<?> owner = type; owner != null && !PlatformTypes.contains(owner); owner = owner.getSuperclass()) {
            for (Field field : owner.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                boolean isConstant = Modifier.isStatic(modifiers) && Modifier.isFinal(modifiers);
                boolean isLeaf = field.getType().isPrimitive() || JdkTypes.isImmutable(field.getType());
                if (isConstant && !isLeaf && ClosedModules.reach(field)) {
                    statics.add(field);
                }
            }
        }
        return statics.toArray(new Field[0]);
    }

    /** The size of an object without what it refers to, about. */
    public int bytes() {
        return bytes;
    }

    public Shell shell() {
        Shell made = shell;
        if (made == null) {
            made = ShellCompiler.compile(this);
            shell = made;
        }
        return made;
    }

    /** The bytes of an object, with the texts and numbers that it refers to. */
    public long bytesOf(Object value) {
        Shell made = shell;
        if (made != null) {
            return made.bytesOf(value);
        }
        long size = bytes; // no code is made for a class of which no object is copied, and few are measured
        for (Slot slot : leaves) {
            size += Sizes.of(Heap.get(value, slot.offset()));
        }
        return size;
    }

    /** See {@link Shell#hintOf}; 0 for objects of which nothing is known but their class. */
    int hintOf(Object value, int depth) {
        return treatment == Treatment.FIELDS || treatment == Treatment.MAPPED ? shell().hintOf(value, depth) : 0;
    }

    /** Whether its objects have no number or text of their own that tells them apart. */
    boolean needsHintsOfOthers() {
        return (isPlatform && !Map.Entry.class.isAssignableFrom(type))
                || (leaves.length == 0 && slots.stream().allMatch(Slot::isReference));
    }

    /** Whether its objects refer to texts and numbers only, and never change. */
    public boolean isValue() {
        return open.length == 0 && isFinal && treatment == Treatment.FIELDS;
    }

    /** As {@link #isValue}, and {@link Shell#measureAll} knows all that they take. */
    public boolean isSimpleValue() {
        return isClosed && isFinal;
    }

    /** Whether its objects refer to texts and numbers only, and all of them are copied. */
    public boolean isFlat() {
        return isClosed && !isFinal && !hasConstants;
    }

    /** Whether its objects have a table of elements or keys, or are around another one that has. */
    public boolean isMapOrSet() {
        return isMapOrSet;
    }

    /** What each object takes, of a class of which they are shared; {@link Sizes#VARIABLE} if it depends on the object. */
    long fixedBytes() {
        return fixedBytes;
    }

    /** Whether methods of its objects lock something: see {@link JdkTypes#monitorOf}. */
    public boolean isLocking() {
        return isLocking;
    }

    /** Whether its objects are the entries of a {@link java.util.HashMap}. */
    public boolean isOfHashEntries() {
        return isOfHashEntries;
    }

    private static boolean isView(Slot slot) {
        return VIEWS.contains(slot.name())
                && Map.class.isAssignableFrom(slot.owner())
                && PlatformTypes.contains(slot.owner());
    }

    private static boolean isOpen(Slot slot) {
        boolean isLeaf = Modifier.isFinal(slot.type().getModifiers()) && JdkTypes.isImmutable(slot.type());
        return slot.isReference() && !isLeaf && !isOrder(slot);
    }

    /** The comparator of a collection of the JDK, which all copies share. */
    private static boolean isOrder(Slot slot) {
        return slot.type() == Comparator.class && PlatformTypes.contains(slot.owner());
    }
}
