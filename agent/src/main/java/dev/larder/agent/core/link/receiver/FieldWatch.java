package dev.larder.agent.core.link.receiver;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Checks at each call that a place of an object still holds what it held when the object was admitted: a collaborator
 * that may be exchanged, or a container of collaborators.
 *
 * <p><b>Why the judge is given the value.</b> If it read the place again, it could read another value than the call
 * did, and the call's value would count as admitted.
 *
 * <p><b>Threads.</b> Thread-safe, like {@link ReceiverWatch}, and as fast for recently admitted objects.
 */
final class FieldWatch {

    /** A power of two. */
    private static final int MAX_KNOWN = 8;

    /** Weak, since the object may be as short-lived as its call. */
    private static final class Known extends WeakReference<Object> {

        private final HeldValue value;

        Known(Object receiver, HeldValue value) {
            super(receiver);
            this.value = value;
        }
    }

    /** Decides about an object by the value that a call has read. */
    interface Judge {

        /**
         * Whether the call may use the cache.
         *
         * @param value the value that it has read
         */
        boolean admits(Object receiver, ObjectPath place, HeldValue value);

        /** For a call that could not read the place. */
        void hearUnreadable(ObjectPath place, RuntimeException cause);
    }

    private final Judge judge;
    private final ObjectPath place;
    private final boolean isContainer;
    private final AtomicReferenceArray<@Nullable Known> known = new AtomicReferenceArray<>(MAX_KNOWN);
    private final AtomicInteger admitted = new AtomicInteger();

    /** @param place of a collaborator, or of a container of collaborators */
    FieldWatch(Judge judge, ObjectPath place) {
        this.judge = judge;
        this.place = place;
        this.isContainer = place.isContainer();
    }

    /** @param value the current value */
    boolean admits(Object receiver, @Nullable Object value) {
        try {
            return isKnown(receiver, value) || admitsOther(receiver, value);
        } catch (RuntimeException e) { // a container has too many items, or changes concurrently
            judge.hearUnreadable(place, e);
            return false;
        }
    }

    private boolean isKnown(Object receiver, @Nullable Object value) {
        for (int i = 0; i < MAX_KNOWN; i++) {
            Known one = known.get(i);
            if (one == null) {
                return false;
            }
            if (one.refersTo(receiver) && one.value.fits(value)) {
                return true;
            }
        }
        return false;
    }

    private boolean admitsOther(Object receiver, @Nullable Object value) {
        HeldValue seen = isContainer ? HeldValue.ofContainer(value) : HeldValue.of(value);
        if (!judge.admits(receiver, place, seen)) {
            return false;
        }
        known.set(admitted.getAndIncrement() & (MAX_KNOWN - 1), new Known(receiver, seen));
        return true;
    }
}
