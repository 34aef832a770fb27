package dev.larder.agent.core.link;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.effect.Effects;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.weave.CachePlan;
import dev.larder.agent.core.weave.MethodPlan;
import dev.larder.agent.core.weave.RefusedMethod;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
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
 * <p><b>Failure.</b> What does not link is said at WARN and left out, without taking the rest with it: a method that
 * cannot be cached still evicts. Whatever is thrown makes the bridge link the call site to the moved body, for good.
 */
public final class CallSiteLinker {

    private final CachedMethods methods;
    private final Consumer<RefusedMethod> refusals;

    public CallSiteLinker(CachedMethods methods) {
        this(methods, refused -> AgentLog.warn(refused.message()));
    }

    CallSiteLinker(CachedMethods methods, Consumer<RefusedMethod> refusals) {
        this.methods = methods;
        this.refusals = refusals;
    }

    /**
     * The bootstrap method's other end.
     *
     * @param constants what {@link MethodPlan#toConstants} put into the class
     * @throws UnlinkableMethodException with the method's name and the reason in its message
     */
    public CallSite link(MethodHandles.Lookup caller, String name, MethodType type, Object[] constants)
            throws UnlinkableMethodException {
        MethodPlan plan = MethodPlan.fromConstants(constants);
        try {
            WovenMethod woven = WovenMethod.find(caller, name, type, plan.isStatic());
            TemplateCompiler templates = new TemplateCompiler(caller, type, plan, woven);
            WovenMethod withEffects = withEffects(plan, woven, templates);
            CachePlan cached = plan.cached();
            return new ConstantCallSite(
                    cached == null ? withEffects.body() : cached(cached, plan, caller, withEffects, templates));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            throw new UnlinkableMethodException(plan, e);
        }
    }

    private WovenMethod withEffects(MethodPlan plan, WovenMethod woven, TemplateCompiler templates) {
        LinkedEffects linked = new EffectLinker(plan, woven, templates, refusals).link();
        if (linked.isEmpty()) {
            return woven;
        }
        return woven.withBody(EffectRun.around(woven, effects(plan, woven, linked)));
    }

    /** A value of whose type nothing can be made must not keep the method from evicting. */
    private Effects effects(MethodPlan plan, WovenMethod woven, LinkedEffects linked) {
        try {
            return methods.effects(plan, woven.owner(), linked.evictions(), linked.puts());
        } catch (RuntimeException | LinkageError e) {
            if (linked.puts().isEmpty()) {
                throw e;
            }
            refuse(RefusedMethod.Loss.STORING, plan, e);
            return effects(plan, woven, linked.withoutPuts());
        }
    }

    private MethodHandle cached(
            CachePlan cached,
            MethodPlan plan,
            MethodHandles.Lookup caller,
            WovenMethod woven,
            TemplateCompiler templates) {
        try {
            CacheHandles handles = CacheHandles.of(
                    cached, plan.isStatic(), caller, woven.body().type(), templates);
            CachedMethod method = methods.create(cached, woven.owner(), woven.erased(), woven.resultType());
            return CallTree.of(woven, handles, method);
        } catch (ReflectiveOperationException | KeyTemplateException | RuntimeException | LinkageError e) {
            refuse(RefusedMethod.Loss.CACHING, plan, e);
            return woven.body();
        }
    }

    private void refuse(RefusedMethod.Loss loss, MethodPlan plan, Throwable cause) {
        refusals.accept(UnlinkableMethodException.refused(loss, plan.signature(), cause));
    }
}
