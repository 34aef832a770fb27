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
 * Checks each object that one cached method is called on, if the key does not distinguish all of them.
 *
 * <p><b>Threads.</b> Thread-safe. Every call asks it. It answers at once, without a lock, for recently admitted
 * objects: most services have one, others a few.
 */
public final class ReceiverWatch {

    /** A power of two. */
    private static final int MAX_KNOWN = 8;

    private static final MethodHandle ADMITS =
            find(ReceiverWatch.class, MethodType.methodType(boolean.class, Object.class));
    private static final MethodHandle ADMITS_HOLDING =
            find(FieldWatch.class, MethodType.methodType(boolean.class, Object.class, Object.class));

    /** Decides about a new object. */
    public interface Judge {

        /** Whether a call on the object may use the cache. */
        boolean admits(Object receiver);

        /** Whether it admits all objects from now on. */
        boolean isDone();
    }

    private final Judge judge;

    /** Recently admitted objects, the latest first; weak, since an object may live no longer than its call. */
    private final AtomicReferenceArray<@Nullable WeakReference<Object>> known = new AtomicReferenceArray<>(MAX_KNOWN);

    private final AtomicInteger admitted = new AtomicInteger();

    /** Reads the exchangeable places, which each call compares. */
    private record Exchanged(MethodHandle read, FieldWatch watch) {}

    private final List<Exchanged> exchanged;

    private ReceiverWatch(Judge judge, List<Exchanged> exchanged) {
        this.judge = judge;
        this.exchanged = List.copyOf(exchanged);
    }

    /** Checks only the objects. */
    public static ReceiverWatch of(Judge judge) {
        return new ReceiverWatch(judge, List.of());
    }

    /**
     * Also checks places whose content may be exchanged.
     *
     * @param places each with a handle from an object to its value there
     */
    static ReceiverWatch of(SameCollaborators judge, Map<ObjectPath, MethodHandle> places) {
        List<Exchanged> exchanged = new ArrayList<>();
        places.forEach((place, read) -> exchanged.add(new Exchanged(read, new FieldWatch(judge, place))));
        return new ReceiverWatch(judge, exchanged);
    }

    /** Whether an admitted object may be refused later. */
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
