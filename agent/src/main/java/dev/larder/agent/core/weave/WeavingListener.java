package dev.larder.agent.core.weave;

import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;

/**
 * Learns what weaving does.
 *
 * <p><b>Threads.</b> Called inside class loading, on whatever thread loads a class, with the locks of the class loader
 * held: it must neither wait nor load application classes. Several threads may call at once.
 */
public interface WeavingListener {

    /** Called once, when a first class is about to be woven; from now on application code may link. */
    void beforeFirstWeaving();

    void woven(MethodPlan plan);

    /** Perhaps of a method that is woven all the same, for its other annotations; perhaps more than once. */
    void refused(RefusedMethod method);

    /**
     * One of {@link WeavingTransformer#WATCHED} is being loaded.
     *
     * @param internalName with slashes
     */
    void watchedClassLoads(String internalName);
}
