package dev.larder.agent.core.weave;

import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;

/**
 * Is notified of what weaving does.
 *
 * <p><b>Threads.</b> Called inside class loading, on whatever thread loads a class, with the locks of the class loader
 * held: it must neither wait for other threads of the application nor load its classes. May be called by several
 * threads at the same time.
 */
public interface WeavingListener {

    /** Called once, when the first class is about to be woven; from then on application code may link. */
    void beforeFirstWeaving();

    void woven(MethodPlan plan);

    /** May be called for a method that is woven for its other annotations, and more than once. */
    void refused(RefusedMethod method);

    /**
     * One of {@link WeavingTransformer#WATCHED} is being loaded.
     *
     * @param internalName with slashes
     */
    void watchedClassLoads(String internalName);
}
