package dev.larder.agent.core.link;

import dev.larder.agent.core.effect.Effects;
import dev.larder.agent.core.effect.EvictEffect;
import dev.larder.agent.core.effect.PutEffect;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.secret.HiddenNames;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.List;

/** Makes the machinery of a call site from the plan in the class file and the types that the JVM knows. */
public interface CachedMethods {

    /**
     * The machinery for a call site; all call sites of one method get the same.
     *
     * @param plan of a method with {@code @Cached}
     * @param leastTags how many tags each entry carries at least
     * @param owner the woven class
     * @param erased the method's type, without a receiver
     * @param resultType the generic return type
     */
    CachedMethod create(MethodPlan plan, int leastTags, Class<?> owner, MethodType erased, Type resultType);

    /**
     * The same method for objects whose class binds its result type. It has the same counters, and recalls nothing that
     * the other one found.
     *
     * @param plan of a method with {@code @Cached}
     * @param owner the woven class
     * @param resultType the generic return type as bound by the class
     */
    CachedMethod bound(CachedMethod general, MethodPlan plan, Class<?> owner, Type resultType);

    /** What stands for keys and tags of sensitive methods. */
    HiddenNames names();

    /**
     * The evictions and puts of a call site's method, of which there is at least one.
     *
     * @param owner the woven class
     * @param evictions in the order of the annotations
     * @param puts in the order of the annotations
     */
    Effects effects(MethodPlan plan, Class<?> owner, List<EvictEffect> evictions, List<PutEffect> puts);
}
