package dev.larder.agent.core.link;

import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.key.KeyParameters;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.weave.CachePlan;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Links a woven call site, at the first call of its method.
 *
 * <p><b>Threads.</b> Runs on the caller's thread; several threads may link one call site at once, and the JVM keeps one
 * of the results.
 *
 * <p><b>Failure.</b> Whatever it throws makes the bridge link the call site to the moved body, uncached.
 */
public final class CallSiteLinker {

    private final CachedMethods methods;

    public CallSiteLinker(CachedMethods methods) {
        this.methods = methods;
    }

    /** The bootstrap method's other end. @param constants what {@link CachePlan#toConstants} put in the class */
    public CallSite link(MethodHandles.Lookup caller, String name, MethodType type, Object[] constants)
            throws Throwable {
        CachePlan plan = CachePlan.fromConstants(constants);
        WovenMethod woven = WovenMethod.find(caller, name, type, plan);
        KeyTemplate template = KeyTemplate.parse(plan.key(), parametersOf(plan, woven));
        MethodHandle key = KeyHandles.compile(template, caller, type, woven.parameterTypes());
        CachedMethod method = methods.create(plan, woven);
        return new ConstantCallSite(CallTree.of(woven, method, key));
    }
}
