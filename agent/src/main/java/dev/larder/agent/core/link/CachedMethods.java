package dev.larder.agent.core.link;

import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.weave.CachePlan;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;

/** Makes the machinery of a call site from what the class file asks for and what the JVM knows of its types. */
@FunctionalInterface
public interface CachedMethods {

    /**
     * The machinery for the call site that asks; the same one for every asker of the same method.
     *
     * @param owner the woven class
     * @param erased the method's type, without a receiver
     * @param resultType the generic return type
     */
    CachedMethod create(CachePlan plan, Class<?> owner, MethodType erased, Type resultType);
}
