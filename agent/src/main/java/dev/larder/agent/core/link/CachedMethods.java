package dev.larder.agent.core.link;

import dev.larder.agent.core.effect.Effects;
import dev.larder.agent.core.effect.EvictEffect;
import dev.larder.agent.core.effect.PutEffect;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.plan.MethodPlan;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.List;

/** Makes the machinery of a call site from what the class file asks for and what the JVM knows of its types. */
public interface CachedMethods {

    /**
     * The machinery for the call site that asks; the same one for every asker of the same method.
     *
     * @param plan of a method with {@code @Cached}
     * @param leastTags how many tags each entry carries at least
     * @param owner the woven class
     * @param erased the method's type, without a receiver
     * @param resultType the generic return type
     */
    CachedMethod create(MethodPlan plan, int leastTags, Class<?> owner, MethodType erased, Type resultType);

    /**
     * The same method where it is called on objects whose class says more of its result. It counts with the other, and recalls
     * nothing that the other found.
     *
     * @param resultType what the class makes of the generic return type
     */
    CachedMethod bound(CachedMethod general, Type resultType);

    /**
     * What the method of a call site evicts and puts, of which there is at least one.
     *
     * @param owner the woven class
     * @param evictions in the order of the annotations
     * @param puts in the order of the annotations
     */
    Effects effects(MethodPlan plan, Class<?> owner, List<EvictEffect> evictions, List<PutEffect> puts);
}
