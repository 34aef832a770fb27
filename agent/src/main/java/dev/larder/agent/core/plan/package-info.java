/**
 * The model of Larder's annotations and of their refusals.
 *
 * <p>Entry point: {@link dev.larder.agent.core.plan.MethodPlan}, which the woven class holds for the linker. Immutable
 * records without types of class files, method handles or stores.
 */
@NullMarked
package dev.larder.agent.core.plan;

import org.jspecify.annotations.NullMarked;
