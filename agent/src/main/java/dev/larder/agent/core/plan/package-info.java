/**
 * What Larder's annotations say, and the refusals of what they ask for in vain: the one owner of that vocabulary.
 *
 * <p>Entry point: {@link dev.larder.agent.core.plan.MethodPlan}, which travels in the woven class from the class file to the
 * linker. Immutable records without types of class files, method handles or stores.
 */
@NullMarked
package dev.larder.agent.core.plan;

import org.jspecify.annotations.NullMarked;
