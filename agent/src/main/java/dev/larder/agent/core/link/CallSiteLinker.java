package dev.larder.agent.core.link;

import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.key.KeyParameters;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.weave.CachePlan;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Links a woven call site, at the first call of its method.
 *
 * <p><b>Threads.</b> Runs on the caller's thread. Several threads may link one call site at once; the JVM keeps one of
 * the results.
 *
 * <p><b>Failure.</b> Whatever it throws makes the bridge link the call site to the moved body, uncached, for good.
 */
public final class CallSiteLinker {

    private final CachedMethods methods;

    public CallSiteLinker(CachedMethods methods) {
        this.methods = methods;
    }

    /**
     * The bootstrap method's other end.
     *
     * @param constants what {@link CachePlan#toConstants} put into the class
     * @throws UnlinkableMethodException with the method's name and the reason in its message
     */
    public CallSite link(MethodHandles.Lookup caller, String name, MethodType type, Object[] constants)
            throws UnlinkableMethodException {
        CachePlan plan = CachePlan.fromConstants(constants);
        try {
            return link(caller, name, type, plan);
        } catch (ReflectiveOperationException | KeyTemplateException | RuntimeException | LinkageError e) {
            throw new UnlinkableMethodException(plan.signature(), e);
        }
    }

    private CallSite link(MethodHandles.Lookup caller, String name, MethodType type, CachePlan plan)
            throws ReflectiveOperationException, KeyTemplateException {
        WovenMethod woven = WovenMethod.find(caller, name, type, plan);
        MethodHandle key = KeyHandles.compile(template(plan, woven), caller, type, woven.parameterTypes());
        CachedMethod method = methods.create(plan, woven.owner(), woven.erased(), woven.resultType());
        return new ConstantCallSite(CallTree.of(woven, method, key));
    }

    private static KeyTemplate template(CachePlan plan, WovenMethod woven) throws KeyTemplateException {
        int count = woven.parameterTypes().size();
        KeyParameters parameters = new KeyParameters(plan.signature(), plan.parameterNames(), count, plan.isStatic());
        return KeyTemplate.parse(plan.key(), parameters);
    }
}
