package dev.larder.agent.core.link.receiver;

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Sees at each call that an object still holds in one field what it held when it was admitted, for a collaborator that may be
 * exchanged.
 *
 * <p><b>Why the judge is given the value.</b> If it read the field again, it might admit a call for a value that was set after
 * that call had read another one, and that other one would be remembered as admitted.
 *
 * <p><b>Threads.</b> Thread-safe, like {@link ReceiverWatch}, and as fast for the objects it admitted last.
 */
final class FieldWatch {

    /** A power of two. */
    private static final int MAX_KNOWN = 8;

    /** Weak, since the object may be as short-lived as its call. */
    private static final class Known extends WeakReference<Object> {

        private final @Nullable WeakReference<Object> value;

        Known(Object receiver, @Nullable Object value) {
            super(receiver);
            this.value = value == null ? null : new WeakReference<>(value);
        }

        boolean holds(@Nullable Object other) {
            return value == null ? other == null : other != null && value.refersTo(other);
        }
    }

    /** Decides about an object by what a call has read of it. */
    interface Judge {

        /**
         * Whether the call may use the cache.
         *
         * @param value what it has read of the field
         */
        boolean admits(Object receiver, Field field, @Nullable Object value);
    }

    private final Judge judge;
    private final Field field;
    private final AtomicReferenceArray<@Nullable Known> known = new AtomicReferenceArray<>(MAX_KNOWN);
    private final AtomicInteger admitted = new AtomicInteger();

    FieldWatch(Judge judge, Field field) {
        this.judge = judge;
        this.field = field;
    }

    /** @param value what the object holds in the field now */
    boolean admits(Object receiver, @Nullable Object value) {
        for (int i = 0; i < MAX_KNOWN; i++) {
            Known one = known.get(i);
            if (one == null) {
                break;
            }
            if (one.refersTo(receiver) && one.holds(value)) {
                return true;
            }
        }
        return admitsOther(receiver, value);
    }

    private boolean admitsOther(Object receiver, @Nullable Object value) {
        if (!judge.admits(receiver, field, value)) {
            return false;
        }
        known.set(admitted.getAndIncrement() & (MAX_KNOWN - 1), new Known(receiver, value));
        return true;
    }
}
