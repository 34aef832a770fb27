package dev.larder.agent.core.link.receiver;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each object that one cached method is called on, where a key does not tell all of them apart.
 *
 * <p><b>Threads.</b> Thread-safe. Asked by each call, and answers at once, without a lock, for the objects it admitted last:
 * in most services there is one, in others a few in turn.
 */
public final class ReceiverWatch {

    /** A power of two. */
    private static final int MAX_KNOWN = 8;

    private static final MethodHandle ADMITS =
            find(ReceiverWatch.class, MethodType.methodType(boolean.class, Object.class));
    private static final MethodHandle ADMITS_HOLDING =
            find(FieldWatch.class, MethodType.methodType(boolean.class, Object.class, Object.class));

    /** Decides about an object that is not known yet. */
    public interface Judge {

        /** Whether a call on the object may use the cache. */
        boolean admits(Object receiver);

        /** Whether it admits all from now on. */
        boolean isDone();
    }

    private final Judge judge;

    /** What was admitted last, from the front on; weak, since an object may be as short-lived as its call. */
    private final AtomicReferenceArray<@Nullable WeakReference<Object>> known = new AtomicReferenceArray<>(MAX_KNOWN);

    private final AtomicInteger admitted = new AtomicInteger();

    /** Reads what may be exchanged, which each call then looks at. */
    private record Exchanged(MethodHandle read, FieldWatch watch) {}

    private final List<Exchanged> exchanged;

    private ReceiverWatch(Judge judge, List<Exchanged> exchanged) {
        this.judge = judge;
        this.exchanged = List.copyOf(exchanged);
    }

    /** Looks at the objects alone. */
    public static ReceiverWatch of(Judge judge) {
        return new ReceiverWatch(judge, List.of());
    }

    /**
     * Looks also at places that may hold something else at the next call.
     *
     * @param places each with a handle from an object to what it holds there
     */
    static ReceiverWatch of(SameCollaborators judge, Map<ObjectPath, MethodHandle> places) {
        List<Exchanged> exchanged = new ArrayList<>();
        places.forEach((place, read) -> exchanged.add(new Exchanged(read, new FieldWatch(judge, place))));
        return new ReceiverWatch(judge, exchanged);
    }

    /** Whether an object that was admitted may not be a moment later. */
    public boolean seesExchanges() {
        return !exchanged.isEmpty();
    }

    /** Whether a call on an object of the class may use the cache. */
    public MethodHandle test(Class<?> receiver) {
        MethodType type = MethodType.methodType(boolean.class, receiver);
        if (exchanged.isEmpty()) {
            return ADMITS.bindTo(this).asType(type);
        }
        MethodHandle test = MethodHandles.dropArguments(MethodHandles.constant(boolean.class, true), 0, receiver);
        for (Exchanged one : exchanged) {
            MethodHandle value = one.read.asType(MethodType.methodType(Object.class, receiver));
            MethodHandle holds = MethodHandles.permuteArguments(
                    MethodHandles.filterArguments(
                            ADMITS_HOLDING
                                    .bindTo(one.watch)
                                    .asType(MethodType.methodType(boolean.class, receiver, Object.class)),
                            1,
                            value),
                    type,
                    0,
                    0);
            test = MethodHandles.guardWithTest(holds, test, no(receiver));
        }
        return test;
    }

    private static MethodHandle no(Class<?> receiver) {
        return MethodHandles.dropArguments(MethodHandles.constant(boolean.class, false), 0, receiver);
    }

    boolean admits(Object receiver) {
        return isKnown(receiver) || admitsOther(receiver);
    }

    private static MethodHandle find(Class<?> owner, MethodType type) {
        try {
            return MethodHandles.lookup().findVirtual(owner, "admits", type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }

    private boolean isKnown(Object receiver) {
        for (int i = 0; i < MAX_KNOWN; i++) {
            WeakReference<Object> one = known.get(i);
            if (one == null) {
                return false;
            }
            if (one.refersTo(receiver)) {
                return true;
            }
        }
        return false;
    }

    private boolean admitsOther(Object receiver) {
        if (judge.isDone()) {
            return true;
        }
        if (!judge.admits(receiver)) {
            return false;
        }
        known.set(admitted.getAndIncrement() & (MAX_KNOWN - 1), new WeakReference<>(receiver));
        return true;
    }
}
