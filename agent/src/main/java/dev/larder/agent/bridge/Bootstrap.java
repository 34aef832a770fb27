package dev.larder.agent.bridge;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Links the {@code invokedynamic} in a woven method.
 *
 * <p><b>Threads.</b> The JVM calls it on the first call of each woven method, on the caller's thread, possibly on
 * several threads at once; then one result wins.
 *
 * <p><b>Failure.</b> Without a linker, or if the linker fails, the call goes directly to the moved body, as if the
 * method had not been woven. If the failure is temporary (no stack or memory left, a thread that is being stopped),
 * this applies to the present call only, and later calls try again: each of the next few, then ever fewer. No exception
 * is thrown to the JVM, which may remember it for good.
 *
 * <p><b>Why</b> one class without nested classes or lambdas: for class loaders that do not see this package, the agent
 * defines a copy of this class in a package that they see.
 */
public final class Bootstrap {

    /** The suffix of the moved body's name. */
    public static final String BODY_SUFFIX = "$uncached";

    /** The name under which the linker is asked for the end of a constructor or an initializer; no method can have it. */
    public static final String MADE = "<made>";

    /** The credential that its owner needs to install a linker; set once, before the application runs. */
    private static volatile @Nullable Object credential;

    /** Published once by the core; of type {@code (Lookup, String, MethodType, Object[])CallSite}. */
    private static volatile @Nullable MethodHandle linker;

    /** Published with the linker; gets the name of each method that could not be linked, and the fault. */
    private static volatile @Nullable BiConsumer<String, Throwable> faults;

    /**
     * After so many calls that could not link, only the 64th, the 128th and so on try again. That is for faults which may last,
     * such as a full heap. A stack that was nearly full says nothing about the next call, which would lose its evictions.
     */
    private static final int EAGER_CALLS = 32;

    /** Causes may form a cycle. */
    private static final int MAX_CAUSES = 16;

    /**
     * Linking takes a few hundred frames, of 100 to 400 bytes each, and initialises classes. A class whose
     * initialisation runs out of stack stays unusable.
     */
    private static final int FRAMES_NEEDED = 256;

    private Bootstrap() {}

    /** The first caller owns this class: the core, in premain. */
    public static synchronized void claim(Object credential) {
        if (Bootstrap.credential == null) {
            Bootstrap.credential = credential;
        }
    }

    /**
     * Lets call sites link from now on. Only the owner can replace the linker or see call sites.
     *
     * @param credential the one with which this class was claimed
     */
    public static void install(
            Object credential, @Nullable MethodHandle linker, @Nullable BiConsumer<String, Throwable> faults) {
        if (credential != Bootstrap.credential) {
            throw new IllegalStateException("Only the agent itself links what it has woven");
        }
        Bootstrap.faults = faults;
        Bootstrap.linker = linker;
    }

    /** Gives the same owner and linker to {@code copy}, this class under another name in a package of the JDK. */
    public static void share(Class<?> copy) throws ReflectiveOperationException {
        if (copy.getClassLoader() != null) {
            throw new IllegalArgumentException(copy + " is not where only the agent could have put it");
        }
        copy.getMethod("claim", Object.class).invoke(null, credential);
        copy.getMethod("install", Object.class, MethodHandle.class, BiConsumer.class)
                .invoke(null, credential, linker, faults);
    }

    /** For an instance method: the call site's first argument is the receiver. */
    public static CallSite link(Lookup caller, String name, MethodType type, Object... plan)
            throws ReflectiveOperationException {
        try {
            CallSite cached = ask(caller, name, type, plan);
            return cached != null ? cached : new ConstantCallSite(instanceBody(caller, name, type));
        } catch (Throwable e) { // our fault must not become the application's
            return withoutCache(caller, name, type, plan, instanceBody(caller, name, type), e);
        }
    }

    /** For a static method: every argument of the call site is a parameter. */
    public static CallSite linkStatic(Lookup caller, String name, MethodType type, Object... plan)
            throws ReflectiveOperationException {
        try {
            CallSite cached = ask(caller, name, type, plan);
            return cached != null ? cached : new ConstantCallSite(staticBody(caller, name, type));
        } catch (Throwable e) { // as above
            return withoutCache(caller, name, type, plan, staticBody(caller, name, type), e);
        }
    }

    /** For the end of a constructor, with the new object as argument, or of a static initializer: does nothing without the linker. */
    public static CallSite linkMade(Lookup caller, String name, MethodType type, Object... plan)
            throws ReflectiveOperationException {
        try {
            CallSite made = ask(caller, MADE, type, plan);
            return made != null ? made : new ConstantCallSite(MethodHandles.empty(type));
        } catch (Throwable e) { // as above
            return withoutCache(caller, MADE, type, plan, MethodHandles.empty(type), e);
        }
    }

    private static MethodHandle instanceBody(Lookup caller, String name, MethodType type)
            throws ReflectiveOperationException {
        Class<?> host = caller.lookupClass();
        return caller.findSpecial(host, name + BODY_SUFFIX, type.dropParameterTypes(0, 1), host);
    }

    private static MethodHandle staticBody(Lookup caller, String name, MethodType type)
            throws ReflectiveOperationException {
        return caller.findStatic(caller.lookupClass(), name + BODY_SUFFIX, type);
    }

    /** Null without a linker. */
    private static @Nullable CallSite ask(Lookup caller, String name, MethodType type, Object[] plan) throws Throwable {
        MethodHandle linker = Bootstrap.linker;
        if (linker == null) {
            return null;
        }
        needStack(FRAMES_NEEDED, 0, 0, 0, 0, 0, 0);
        CallSite site = (CallSite) linker.invokeExact(caller, name, type, plan);
        if (site == null || !site.type().equals(type)) {
            throw new IllegalStateException("The linker made " + site + " of a call site of type " + type);
        }
        return site;
    }

    /** Throws a StackOverflowError here, where it does no harm, if there is too little stack to link. */
    private static long needStack(int frames, long a, long b, long c, long d, long e, long f) {
        return frames == 0 ? a + b + c + d + e + f : needStack(frames - 1, b, c, d, e, f, a + frames) + 1;
    }

    private static CallSite withoutCache(
            Lookup caller, String name, MethodType type, Object[] plan, MethodHandle body, Throwable fault)
            throws ReflectiveOperationException {
        boolean isTold = report(caller, name, fault);
        if (!isTransient(fault)) {
            return new ConstantCallSite(body);
        }
        MutableCallSite site = new MutableCallSite(type);
        AtomicInteger calls = new AtomicInteger();
        Object[] state = {site, caller, name, plan, body, calls, isTold ? null : fault, isOverflow(fault)};
        MethodHandle relink = MethodHandles.lookup()
                .findStatic(Bootstrap.class, "relink", MethodType.methodType(MethodHandle.class, Object[].class));
        site.setTarget(MethodHandles.foldArguments(
                MethodHandles.exactInvoker(type), MethodHandles.insertArguments(relink, 0, (Object) state)));
        return site;
    }

    /** The target of this call; also of all later calls, once it is final. */
    @SuppressWarnings("UnusedMethod") // found by its name
    private static MethodHandle relink(Object[] state) {
        MethodHandle body = (MethodHandle) state[4];
        int earlier = ((AtomicInteger) state[5]).getAndIncrement();
        boolean isDue = earlier <= EAGER_CALLS || (earlier & (earlier - 1)) == 0 || (boolean) state[7];
        if (earlier == 0 || !isDue) { // the first one is the call that could not link
            return body;
        }
        MutableCallSite site = (MutableCallSite) state[0];
        Lookup caller = (Lookup) state[1];
        String name = (String) state[2];
        try {
            CallSite linked = ask(caller, name, site.type(), (Object[]) state[3]);
            MethodHandle target = linked == null ? body : linked.dynamicInvoker();
            site.setTarget(target);
            tellLate(caller, name, state);
            return target;
        } catch (Throwable e) { // as above
            report(caller, name, e);
            state[7] = isOverflow(e);
            if (!isTransient(e)) {
                site.setTarget(body);
            }
            return body;
        }
    }

    /** There may be no stack left to report it. */
    private static void tellLate(Lookup caller, String name, Object[] state) {
        if (state[6] instanceof Throwable fault) {
            state[6] = null;
            report(caller, name, fault);
        }
    }

    /** Whether {@code fault} is temporary, so that the next attempt may succeed. */
    public static boolean isTransient(Throwable fault) {
        if (Thread.currentThread().isInterrupted() || isOverflow(fault)) {
            return true;
        }
        Throwable cause = fault;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof OutOfMemoryError
                    || cause instanceof InterruptedException
                    || cause.getClass().getName().equals("java.lang.ThreadDeath")) { // which later JDKs may not have
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isOverflow(Throwable fault) {
        Throwable cause = fault;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof StackOverflowError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Whether it was reported. */
    private static boolean report(Lookup caller, String name, Throwable fault) {
        BiConsumer<String, Throwable> faults = Bootstrap.faults;
        try {
            if (faults != null) {
                faults.accept(caller.lookupClass().getName() + '.' + name, fault);
            }
            return true;
        } catch (Throwable e) { // the receiver of faults failed; the call still has to be answered
            return false;
        }
    }
}
