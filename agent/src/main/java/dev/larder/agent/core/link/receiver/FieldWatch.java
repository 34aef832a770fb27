package dev.larder.agent.core.link.receiver;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Sees at each call that an object still holds in one field what it held when it was admitted, for a collaborator that may be
 * exchanged.
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

    private final ReceiverWatch.Judge judge;
    private final AtomicReferenceArray<@Nullable Known> known = new AtomicReferenceArray<>(MAX_KNOWN);
    private final AtomicInteger admitted = new AtomicInteger();

    FieldWatch(ReceiverWatch.Judge judge) {
        this.judge = judge;
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
        if (!judge.admits(receiver)) {
            return false;
        }
        known.set(admitted.getAndIncrement() & (MAX_KNOWN - 1), new Known(receiver, value));
        return true;
    }
}
