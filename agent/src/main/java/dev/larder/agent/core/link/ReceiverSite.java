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
 * A call site that does for the objects of each class what was linked for that class.
 *
 * <pre>
 *   is the object of class A? ── yes ──► A's tree
 *     │ no
 *   is it of class B? ── yes ──► B's tree
 *     │ no
 *   look up, or link, the tree of its class; the first few classes get a line above
 * </pre>
 *
 * <p><b>Threads.</b> Thread-safe. Two threads may link for one class at once; one of the results counts.
 *
 * <p><b>Why.</b> A method that subclasses inherit has another result type in each where type variables say so, and its code
 * reads other things through what they override. What is linked for a class is held by that class, so that a subclass of
 * another loader can be unloaded.
 */
final class ReceiverSite {

    /** More classes than this are looked up; each line costs those below it a comparison. */
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

    /** Links for the objects of one class. Never fails: what cannot be linked is the method's body. */
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

    /** Publishes that no class gets a line any more, so that calls on further classes do without the lock. */
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
     * A new call site.
     *
     * @param type of it, the receiver first
     * @param body what a call does whose class cannot be linked now
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

    /** A class is asked for again only by calls that were under way when it got its line. */
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

    /** The class that came first is asked about first: most sites know no other one. */
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

    /** A line would keep a class of another loader from being unloaded. */
    private boolean isOfSiteLoader(Class<?> type) {
        return type.getClassLoader() == site.type().parameterType(0).getClassLoader();
    }

    @Keep
    private static boolean isExactly(Class<?> type, Object receiver) {
        return receiver.getClass() == type;
    }
}
