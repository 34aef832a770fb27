package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.key.text.FieldText;
import dev.larder.agent.core.type.PlatformTypes;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The value of a field at one time. Another value is equivalent if it is the same object, an equal immutable value, or
 * an object of the same class without any state, such as a lambda that captures nothing.
 *
 * <p><b>Why not more.</b> Two maps with the same content, or two objects with the same fields, differ once one of them
 * changes. If they counted as equivalent before that, a call would return the other's result. Comparing them would also
 * run the application's code.
 *
 * <p>For a container of collaborators it also has the items in their order.
 *
 * <p><b>Threads.</b> Immutable. Holds objects weakly, except immutable values of the JDK.
 */
final class HeldValue {

    private final @Nullable WeakReference<Object> object;
    private final @Nullable WeakReference<Class<?>> stateless;
    private final @Nullable Object immutable;

    /** The items of a container; null for any other value. */
    private final HeldValue @Nullable [] items;

    /** Whether the items cannot change. */
    private final boolean isFixed;

    private HeldValue(@Nullable Object value, HeldValue @Nullable [] items) {
        Class<?> type = value == null ? null : value.getClass();
        this.object = value == null ? null : new WeakReference<>(value);
        this.stateless = type != null && isStateless(type) ? new WeakReference<>(type) : null;
        this.immutable = type != null && FieldText.isImmutable(type) ? value : null;
        this.items = items;
        this.isFixed = value != null && items != null && HeldItems.isFixed(value) && areFixed(items);
    }

    private static boolean areFixed(HeldValue[] items) {
        for (HeldValue item : items) {
            if (item.items != null && !item.isFixed) {
                return false;
            }
        }
        return true;
    }

    /** For a value, which may be null, compared by reference. */
    static HeldValue of(@Nullable Object value) {
        return new HeldValue(value, null);
    }

    /**
     * For a container, with its items.
     *
     * @throws IllegalStateException if it has too many
     */
    static HeldValue ofContainer(@Nullable Object container) {
        return container == null || !HeldItems.isReadable(container) ? of(container) : ofItems(container, new int[1]);
    }

    private static HeldValue ofItems(Object container, int[] count) {
        List<HeldValue> items = new ArrayList<>();
        for (Iterator<?> all = HeldItems.of(container); all.hasNext(); ) {
            Object item = all.next();
            if (++count[0] > HeldItems.MAX_ITEMS) {
                throw new IllegalStateException("more than " + HeldItems.MAX_ITEMS + " collaborators");
            }
            items.add(HeldItems.isNested(item) ? ofItems(Objects.requireNonNull(item), count) : of(item));
        }
        return new HeldValue(container, items.toArray(new HeldValue[0]));
    }

    /** The value, unless it has been collected. */
    @Nullable
    Object get() {
        return object == null ? null : object.get();
    }

    boolean isContainer() {
        return items != null;
    }

    /** The items of a container; none for any other value. */
    List<HeldValue> items() {
        return items == null ? List.of() : List.of(items);
    }

    /** Runs no code of the application except that of its collections. */
    boolean fits(@Nullable Object other) {
        return fitsItself(other) && (items == null || isFixed || other == null || fitItems(items, other));
    }

    private static boolean fitItems(HeldValue[] items, Object container) {
        if (container instanceof List<?> list && container instanceof RandomAccess) {
            return fitList(items, list); // the most common case, without an iterator
        }
        Iterator<?> all = HeldItems.of(container);
        for (HeldValue item : items) {
            if (!all.hasNext() || !item.fits(all.next())) {
                return false;
            }
        }
        return !all.hasNext();
    }

    private static boolean fitList(HeldValue[] items, List<?> list) {
        if (list.size() != items.length) {
            return false;
        }
        for (int i = 0; i < items.length; i++) {
            if (!items[i].fits(list.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The same with the items of another look. */
    boolean fits(HeldValue other) {
        Object value = other.get();
        boolean isGone = other.object != null && value == null;
        return !isGone && fitsItself(value) && (items == null || fitItems(items, other.items));
    }

    private static boolean fitItems(HeldValue[] items, HeldValue @Nullable [] others) {
        if (others == null || items.length != others.length) {
            return false;
        }
        for (int i = 0; i < items.length; i++) {
            if (!items[i].fits(others[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean fitsItself(@Nullable Object other) {
        if (object == null || other == null) {
            return object == null && other == null;
        }
        return object.refersTo(other)
                || (stateless != null && stateless.refersTo(other.getClass()))
                || (immutable != null && immutable.getClass() == other.getClass() && immutable.equals(other));
    }

    /** Not for platform classes, some of which have hidden fields, except {@code Object} itself, which is a lock. */
    static boolean isStateless(Class<?> type) {
        for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
            if (PlatformTypes.contains(owner) || !InstanceFields.fieldsOf(owner).isEmpty()) {
                return false;
            }
        }
        return !type.isArray();
    }
}
