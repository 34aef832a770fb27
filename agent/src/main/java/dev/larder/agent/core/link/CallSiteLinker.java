package dev.larder.agent.core.link;

import dev.larder.agent.bridge.Bootstrap;
import dev.larder.agent.core.base.StackRoom;
import dev.larder.agent.core.link.template.TemplateCompiler;
import dev.larder.agent.core.link.warm.MadeLinker;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.core.warm.Warmable;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;

/**
 * Links a woven call site, at the first call of its method.
 *
 * <pre>
 *   the cache, if the method is @Cached ──► its effects, if it has any ──► the moved body
 * </pre>
 *
 * <p><b>Threads.</b> Runs on the caller's thread. Several threads may link one call site at once; the JVM keeps one of
 * the results.
 *
 * <p><b>Failure.</b> A part that cannot be linked is logged at WARN and omitted, and the other parts still work: a
 * method that cannot be cached still evicts. If anything is thrown, the bridge calls the moved body: for good, or until
 * a later call links if the fault is temporary, such as a StackOverflowError.
 */
public final class CallSiteLinker {

    private final CachedMethods methods;
    private final Consumer<RefusedMethod> refusals;
    private final Runnable called;
    private final KeysOfImplementations keys = new KeysOfImplementations();
    private final UnmetTypes types = new UnmetTypes();
    private final MadeLinker made;

    /**
     * Links to {@code methods}.
     *
     * @param refusals receives each part of a method that cannot be linked
     * @param called runs before each call site is linked, which is when its method is first called
     * @param warmables receives each method that is to be called ahead, once there is an object of it or its class is initialized
     */
    public CallSiteLinker(
            CachedMethods methods, Consumer<RefusedMethod> refusals, Runnable called, Consumer<Warmable> warmables) {
        this.methods = methods;
        this.refusals = refusals;
        this.called = called;
        this.made = new MadeLinker(warmables);
    }

    /**
     * The implementation of the bootstrap method.
     *
     * @param constants those that {@link MethodPlan#toConstants} put into the class
     * @throws UnlinkableMethodException with the method's name and the reason in its message
     */
    public CallSite link(MethodHandles.Lookup caller, String name, MethodType type, Object[] constants)
            throws UnlinkableMethodException {
        StackRoom.requireMuch(); // a class whose initialization runs out of stack can never be used again
        if (name.equals(Bootstrap.MADE)) {
            return made.link(caller, type, constants);
        }
        called.run();
        MethodPlan plan = MethodPlan.fromConstants(constants);
        try {
            WovenMethod woven = WovenMethod.find(caller, name, type, plan.isStatic());
            TemplateCompiler templates = TemplateCompiler.of(caller, woven.argumentsType(), plan, woven);
            return new MethodLinker(methods, keys, types, refusals, caller, name, plan, woven, templates).site();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            throw new UnlinkableMethodException(plan, e);
        }
    }
}
