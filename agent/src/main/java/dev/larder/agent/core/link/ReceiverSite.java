package dev.larder.agent.core.link;

import com.google.errorprone.annotations.Keep;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A call site with a separate tree for each class of objects.
 *
 * <pre>
 *   is the object of class A? ── yes ──► A's tree │ no is it of class B? ── yes ──► B's tree │ no look up, or link, the
 *   tree of its class; the first few classes get a branch above
 * </pre>
 *
 * <p><b>Threads.</b> Thread-safe. Two threads may link for one class at once; one of the results is used.
 *
 * <p><b>Why.</b> An inherited method may have another result type in each subclass, by type variables, and may read
 * other fields, by overrides. The tree for a class is held by that class, so that a subclass of another loader can be
 * unloaded.
 */
final class ReceiverSite {

    /** The maximum number of branches; each costs the ones below it a comparison. Further classes are looked up. */
    private static final int MAX_LINES = 4;

    private static final MethodHandles.Lookup HERE = MethodHandles.lookup();
    private static final MethodHandle IS_EXACTLY;
    private static final MethodHandle TREE_OF;

    static {
        try {
            IS_EXACTLY = HERE.findStatic(
                    ReceiverSite.class, "isExactly", MethodType.methodType(boolean.class, Class.class, Object.class));
            TREE_OF = HERE.findVirtual(
                    ReceiverSite.class, "treeOf", MethodType.methodType(MethodHandle.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Links for the objects of one class. Never fails: if it cannot be linked, returns the method's body. */
    @FunctionalInterface
    interface ClassLinker {

        MethodHandle link(Class<?> receiver);
    }

    private final MethodHandle body;
    private final MutableCallSite site;
    private final MethodHandle lookup;
    private final ClassValue<MethodHandle> trees;

    @GuardedBy("this")
    private final Map<Class<?>, MethodHandle> lines = new LinkedHashMap<>();

    /** Publishes that there are no further branches, so that calls on other classes need no lock. */
    private volatile boolean isFull;

    private ReceiverSite(MethodType type, MethodHandle body, ClassLinker linker) {
        this.body = body;
        this.site = new MutableCallSite(type);
        this.lookup = MethodHandles.foldArguments(
                MethodHandles.exactInvoker(type),
                TREE_OF.bindTo(this).asType(MethodType.methodType(MethodHandle.class, type.parameterType(0))));
        this.trees = new ClassValue<>() {
            @Override
            protected MethodHandle computeValue(Class<?> receiver) {
                return linker.link(receiver);
            }
        };
        site.setTarget(lookup);
    }

    /**
     * Makes a call site.
     *
     * @param type of it, the receiver first
     * @param body the target for a class that cannot be linked now
     */
    static CallSite of(MethodType type, MethodHandle body, ClassLinker linker) {
        return new ReceiverSite(type, body, linker).site;
    }

    @Keep
    private MethodHandle treeOf(Object receiver) {
        try {
            Class<?> type = receiver.getClass();
            MethodHandle tree = trees.get(type);
            addLine(type, tree);
            return tree;
        } catch (Throwable e) { // no memory or no stack is left for it; the next call tries again
            return body;
        }
    }

    /** Only calls that were under way when a class got its branch ask for it again. */
    private void addLine(Class<?> type, MethodHandle tree) {
        if (isFull || !isOfSiteLoader(type)) {
            return;
        }
        synchronized (this) {
            if (lines.size() < MAX_LINES && lines.putIfAbsent(type, tree) == null) {
                site.setTarget(target());
                isFull = lines.size() == MAX_LINES;
            }
        }
    }

    /** The first class is tested first: most sites have no other. */
    @GuardedBy("this")
    private MethodHandle target() {
        MethodHandle target = lookup;
        List<Class<?>> types = new ArrayList<>(lines.keySet());
        for (int i = types.size() - 1; i >= 0; i--) {
            Class<?> type = types.get(i);
            MethodHandle test = IS_EXACTLY
                    .bindTo(type)
                    .asType(MethodType.methodType(boolean.class, site.type().parameterType(0)));
            target = MethodHandles.guardWithTest(test, Objects.requireNonNull(lines.get(type)), target);
        }
        return target;
    }

    /** A branch would keep a class of another loader from being unloaded. */
    private boolean isOfSiteLoader(Class<?> type) {
        return type.getClassLoader() == site.type().parameterType(0).getClassLoader();
    }

    @Keep
    private static boolean isExactly(Class<?> type, Object receiver) {
        return receiver.getClass() == type;
    }
}
