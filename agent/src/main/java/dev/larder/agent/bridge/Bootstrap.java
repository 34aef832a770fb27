package dev.larder.agent.bridge;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Links the {@code invokedynamic} that took a cached method's body's place.
 *
 * <p><b>Threads.</b> The JVM calls it on the first call of each woven method, on the caller's thread; at the same
 * moment on several threads, of which one result wins.
 *
 * <p><b>Failure.</b> Never fails. Without a linker, or when the linker fails, the call goes straight to the moved body
 * and the method runs as if it had not been woven.
 *
 * <p><b>Why</b> one class without nested classes or lambdas: where a class loader does not see this package, the agent
 * defines a copy of this class that it does see.
 */
public final class Bootstrap {

    /** What the moved body's name ends in. */
    public static final String BODY_SUFFIX = "$uncached";

    /** What its one owner shows to install a linker; set once, before the application runs. */
    private static volatile @Nullable Object credential;

    /** Published once by the core; of type {@code (Lookup, String, MethodType, Object[])CallSite}. */
    private static volatile @Nullable MethodHandle linker;

    /** Published with the linker; is told of each failed linkage. */
    private static volatile @Nullable Consumer<Throwable> faults;

    private Bootstrap() {}

    /** The first one to come owns this class: the core, in premain. */
    public static synchronized void claim(Object credential) {
        if (Bootstrap.credential == null) {
            Bootstrap.credential = credential;
        }
    }

    /**
     * Lets call sites link from now on. Nobody but the owner takes the linker away, or gets to see call sites.
     *
     * @param credential what this class was claimed with
     */
    public static void install(Object credential, @Nullable MethodHandle linker, @Nullable Consumer<Throwable> faults) {
        if (credential != Bootstrap.credential) {
            throw new IllegalStateException("Only the agent itself links what it has woven");
        }
        Bootstrap.faults = faults;
        Bootstrap.linker = linker;
    }

    /** Gives {@code copy}, this class under another name among the JDK's, the same owner and linker. */
    public static void share(Class<?> copy) throws ReflectiveOperationException {
        if (copy.getClassLoader() != null) {
            throw new IllegalArgumentException(copy + " is not where only the agent could have put it");
        }
        copy.getMethod("claim", Object.class).invoke(null, credential);
        copy.getMethod("install", Object.class, MethodHandle.class, Consumer.class)
                .invoke(null, credential, linker, faults);
    }

    /** For an instance method: the call site's first argument is the receiver. */
    public static CallSite link(Lookup caller, String name, MethodType type, Object... plan)
            throws ReflectiveOperationException {
        CallSite cached = ask(caller, name, type, plan);
        return cached != null ? cached : new ConstantCallSite(instanceBody(caller, name, type));
    }

    /** For a static method: every argument of the call site is a parameter. */
    public static CallSite linkStatic(Lookup caller, String name, MethodType type, Object... plan)
            throws ReflectiveOperationException {
        CallSite cached = ask(caller, name, type, plan);
        return cached != null
                ? cached
                : new ConstantCallSite(caller.findStatic(caller.lookupClass(), name + BODY_SUFFIX, type));
    }

    private static MethodHandle instanceBody(Lookup caller, String name, MethodType type)
            throws ReflectiveOperationException {
        Class<?> host = caller.lookupClass();
        return caller.findSpecial(host, name + BODY_SUFFIX, type.dropParameterTypes(0, 1), host);
    }

    private static @Nullable CallSite ask(Lookup caller, String name, MethodType type, Object[] plan) {
        MethodHandle linker = Bootstrap.linker;
        if (linker == null) {
            return null;
        }
        try {
            CallSite site = (CallSite) linker.invokeExact(caller, name, type, plan);
            return site.type().equals(type) ? site : null;
        } catch (Throwable e) { // our fault must not become the application's
            report(e);
            return null;
        }
    }

    private static void report(Throwable fault) {
        Consumer<Throwable> faults = Bootstrap.faults;
        try {
            if (faults != null) {
                faults.accept(fault);
            }
        } catch (Throwable e) { // whoever counts faults is itself broken; the call still has to be answered
            return;
        }
    }
}
