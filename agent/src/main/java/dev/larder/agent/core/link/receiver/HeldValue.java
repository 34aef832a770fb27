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
 * What one field held once, to tell whether what another object holds there would serve as well: the same object, an
 * equal immutable value, or another object of the same class that has no state at all, such as a lambda that captures nothing.
 *
 * <p><b>Why not more.</b> Two maps with the same content, or two objects with the same fields, differ as soon as one of them
 * changes, and a method that was compared before that would return the other's result. To look into them would also run the
 * application's code.
 *
 * <p>Of a container of collaborators it also knows what that held, one item after the other.
 *
 * <p><b>Threads.</b> Immutable. It keeps no objects alive but immutable values of the JDK.
 */
final class HeldValue {

    private final @Nullable WeakReference<Object> object;
    private final @Nullable WeakReference<Class<?>> stateless;
    private final @Nullable Object immutable;

    /** Of a container; null for any other value. */
    private final HeldValue @Nullable [] items;

    /** Whether the items stay as they are. */
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

    /** Of a value, which may be null, and of which no more counts than which one it is. */
    static HeldValue of(@Nullable Object value) {
        return new HeldValue(value, null);
    }

    /**
     * Of a container, with its items.
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

    /** What was held, unless it is gone by now. */
    @Nullable
    Object get() {
        return object == null ? null : object.get();
    }

    boolean isContainer() {
        return items != null;
    }

    /** Of a container; none of any other value. */
    List<HeldValue> items() {
        return items == null ? List.of() : List.of(items);
    }

    /** Runs no code of the application's but that of its collections. */
    boolean fits(@Nullable Object other) {
        return fitsItself(other) && (items == null || isFixed || other == null || fitItems(items, other));
    }

    private static boolean fitItems(HeldValue[] items, Object container) {
        if (container instanceof List<?> list && container instanceof RandomAccess) {
            return fitList(items, list); // the most usual, without an iterator
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

    /** The same of another look, with what that has seen of the items. */
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

    /** Not so classes of the platform, which hides fields of some, but {@code Object} itself: it is a lock. */
    static boolean isStateless(Class<?> type) {
        for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
            if (PlatformTypes.contains(owner) || !InstanceFields.fieldsOf(owner).isEmpty()) {
                return false;
            }
        }
        return !type.isArray();
    }
}
