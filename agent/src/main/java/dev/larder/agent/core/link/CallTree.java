package dev.larder.agent.core.link;

import static java.lang.invoke.MethodHandles.catchException;
import static java.lang.invoke.MethodHandles.collectArguments;
import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodHandles.guardWithTest;
import static java.lang.invoke.MethodHandles.identity;
import static java.lang.invoke.MethodHandles.permuteArguments;
import static java.lang.invoke.MethodType.methodType;

import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.Invocation;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.engine.later.LaterLoad;
import dev.larder.agent.core.link.receiver.ReceiverWatch;
import dev.larder.agent.core.link.template.DecidingArgument;
import dev.larder.agent.core.link.woven.WovenMethod;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Builds a call as one tree of method handles of exactly the method's type, so that the JIT compiles a hit into the
 * caller like any other code.
 *
 * <pre>
 *   isOn? ── no ──► body(args)
 *     │ yes
 *   when(args)? ── no, or anything thrown ──► body(args)
 *     │ yes
 *   admits(this)?, if the key does not tell all objects apart ── no, or anything thrown ──► body(args)
 *     │ yes
 *   recall(arg), if one argument decides the key ──► found: a value
 *     │ a Miss, or anything thrown
 *   find(key(args)) ──► found: a value or a Miss       anything thrown here ──► fault ──► BYPASS
 *     │
 *   isMiss(found)? ── no ──► (R) found
 *     │ yes
 *   load(found, [args]) ──► the value found after waiting, or what body(args) returns or throws; the result is stored unless
 *                           what the key has of the object has changed meanwhile ({@link KeyedObject})
 * </pre>
 *
 * <p>Of a method that returns a stage, the stage's value is cached: (R) makes a new stage of it, and load waits for nothing.
 *
 * <p>The body is the method's own with its evictions and puts, which a hit does not run. It is outside of the part
 * whose exceptions are caught, so what it throws is never mistaken for a fault.
 */
final class CallTree {

    private static final MethodHandles.Lookup OURS = MethodHandles.lookup();

    private static final MethodHandle IS_ON = ours(CachedMethod.class, "isOn", methodType(boolean.class));
    private static final MethodHandle FIND = ours(CachedMethod.class, "find", methodType(Object.class, String.class));
    private static final MethodHandle FIND_BY =
            ours(CachedMethod.class, "find", methodType(Object.class, String.class, long.class, Object.class));
    private static final MethodHandle RECALL =
            ours(CachedMethod.class, "recall", methodType(Object.class, long.class, Object.class));
    private static final MethodHandle RECALL_THREW =
            ours(CachedMethod.class, "recallThrew", methodType(Miss.class, Throwable.class));
    private static final MethodHandle NOTED =
            ours(CachedMethod.class, "noted", methodType(boolean.class, boolean.class));
    private static final MethodHandle WHEN_THREW =
            ours(CachedMethod.class, "whenThrew", methodType(boolean.class, Throwable.class));
    private static final MethodHandle FAULT =
            ours(CachedMethod.class, "fault", methodType(Miss.class, Throwable.class));
    private static final MethodHandle LOAD =
            ours(CachedMethod.class, "load", methodType(Object.class, Object.class, Invocation.class));
    private static final MethodHandle LOAD_LATER = statically(
            LaterLoad.class, "run", methodType(Object.class, CachedMethod.class, Object.class, Invocation.class));
    private static final MethodHandle COMPLETED =
            statically(CompletableFuture.class, "completedFuture", methodType(CompletableFuture.class, Object.class));
    private static final MethodHandle BOUND_CALL = boundCall();
    private static final MethodHandle IS_MISS =
            statically(Miss.class, "isMiss", methodType(boolean.class, Object.class));

    private final WovenMethod woven;
    private final CacheHandles handles;
    private final CachedMethod method;
    private final MethodType type;

    /** Of the arguments: what a call is that does not use the cache. */
    private final MethodHandle uncached;

    private CallTree(WovenMethod woven, CacheHandles handles, CachedMethod method, MethodHandle uncached) {
        this.woven = woven;
        this.handles = handles;
        this.method = method;
        this.type = woven.argumentsType();
        this.uncached = uncached;
    }

    static MethodHandle of(WovenMethod woven, CacheHandles handles, CachedMethod method) {
        CallTree tree = new CallTree(woven, handles, method, woven.body());
        return tree.whereItIsUsed(tree.firstOf(tree.found(), tree.load(), tree.hit()));
    }

    /** The upper part of the tree alone, {@code (args)Object}: the value, or the Miss to load with. */
    static MethodHandle lookUp(WovenMethod woven, CacheHandles handles, CachedMethod method) {
        MethodHandle bypass = dropArguments(
                MethodHandles.constant(Object.class, Miss.bypass()),
                0,
                woven.argumentsType().parameterList());
        CallTree tree = new CallTree(woven, handles, method, bypass);
        return tree.whereItIsUsed(tree.found());
    }

    private MethodHandle found() {
        return recalledOr(withoutFaults(find()));
    }

    private MethodHandle whereItIsUsed(MethodHandle cached) {
        return whereItIsOn(whereAllowed(whereAdmitted(cached)));
    }

    /**
     * Returns the value that was found, or else the result of {@code otherwise}.
     *
     * @param find (args)Object: a value or a Miss
     * @param otherwise (Miss, args)R
     * @param hit (value, args)R
     */
    private MethodHandle firstOf(MethodHandle find, MethodHandle otherwise, MethodHandle hit) {
        return foldArguments(guardWithTest(isMiss(), otherwise, hit), find);
    }

    /**
     * (args)Object: {@code find}, after the shortest way to a hit if there is one. The body runs after this has
     * returned.
     */
    private MethodHandle recalledOr(MethodHandle find) {
        DecidingArgument deciding = handles.deciding();
        if (deciding == null) {
            return find;
        }
        MethodHandle recall = deciding.in(RECALL.bindTo(method));
        MethodHandle threw = RECALL_THREW.bindTo(method).asType(methodType(Object.class, Throwable.class));
        MethodHandle safe = catchException(recall, Throwable.class, threw);
        return firstOf(
                permuteArguments(safe, type.changeReturnType(Object.class), deciding.index()),
                dropArguments(find, 0, Object.class),
                dropArguments(identity(Object.class), 1, type.parameterList()));
    }

    private MethodHandle whereItIsOn(MethodHandle cached) {
        return guardWithTest(onlyArguments(IS_ON.bindTo(method)), cached, uncached);
    }

    /** Bypasses the cache for objects that the key does not distinguish. */
    private MethodHandle whereAdmitted(MethodHandle cached) {
        ReceiverWatch watch = handles.watch();
        if (watch == null) {
            return cached;
        }
        MethodHandle test = filterReturnValue(watch.test(type.parameterType(0)), NOTED.bindTo(method));
        return guardWithTest(catchException(test, Throwable.class, faultAsNo()), cached, uncached);
    }

    /** Asks before any argument is boxed, so that a bypass costs nothing. */
    private MethodHandle whereAllowed(MethodHandle cached) {
        MethodHandle when = handles.when();
        if (when == null) {
            return cached;
        }
        MethodHandle answer = catchException(when, Throwable.class, WHEN_THREW.bindTo(method));
        MethodHandle counted = filterReturnValue(answer, NOTED.bindTo(method));
        return guardWithTest(catchException(counted, Throwable.class, faultAsNo()), cached, uncached);
    }

    private MethodHandle faultAsNo() {
        MethodHandle no = dropArguments(MethodHandles.constant(boolean.class, false), 0, Miss.class);
        return filterReturnValue(FAULT.bindTo(method), no);
    }

    /** (args)Object: the value or a Miss. */
    private MethodHandle find() {
        DecidingArgument deciding = handles.deciding();
        return deciding == null ? filterReturnValue(handles.key(), FIND.bindTo(method)) : findBy(deciding);
    }

    /** The same; the entry may be recalled by that argument from then on. */
    private MethodHandle findBy(DecidingArgument deciding) {
        MethodHandle keyAndArgument = deciding.in(FIND_BY.bindTo(method));
        MethodHandle found = permuteArguments(
                keyAndArgument,
                keyAndArgument.type().dropParameterTypes(1, 2).appendParameterTypes(type.parameterList()),
                0,
                1 + deciding.index());
        return foldArguments(found, handles.key());
    }

    private MethodHandle withoutFaults(MethodHandle find) {
        MethodHandle fault = FAULT.bindTo(method).asType(methodType(Object.class, Throwable.class));
        return catchException(find, Throwable.class, fault);
    }

    /** (found, args)boolean. */
    private MethodHandle isMiss() {
        return dropArguments(IS_MISS, 1, type.parameterList());
    }

    /** (found, args)R, for a value. */
    private MethodHandle hit() {
        MethodHandle result = woven.returnsStage() ? COMPLETED : identity(Object.class);
        MethodHandle cast = result.asType(methodType(type.returnType(), Object.class));
        return dropArguments(cast, 1, type.parameterList());
    }

    /** (found, args)R, for a Miss: only here the arguments are boxed. */
    private MethodHandle load() {
        MethodHandle call = MethodHandles.insertArguments(BOUND_CALL, 0, BoundCall.Shape.of(woven, handles))
                .asCollector(Object[].class, type.parameterCount())
                .asType(type.insertParameterTypes(0, Object.class).changeReturnType(Invocation.class));
        MethodHandle miss = woven.returnsStage() ? LOAD_LATER : LOAD;
        MethodHandle load = collectArguments(miss.bindTo(method), 1, call);
        int[] order = IntStream.range(-1, call.type().parameterCount())
                .map(i -> Math.max(i, 0))
                .toArray(); // the miss goes to both
        MethodHandle ofMiss = MethodHandles.permuteArguments(load, call.type().changeReturnType(Object.class), order);
        return ofMiss.asType(type.insertParameterTypes(0, Object.class));
    }

    private MethodHandle onlyArguments(MethodHandle constant) {
        return dropArguments(constant, 0, type.parameterList());
    }

    private static MethodHandle ours(Class<?> owner, String name, MethodType type) {
        try {
            return OURS.findVirtual(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }

    private static MethodHandle boundCall() {
        try {
            return OURS.findConstructor(
                    BoundCall.class, methodType(void.class, BoundCall.Shape.class, Miss.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }

    private static MethodHandle statically(Class<?> owner, String name, MethodType type) {
        try {
            return OURS.findStatic(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }
}
