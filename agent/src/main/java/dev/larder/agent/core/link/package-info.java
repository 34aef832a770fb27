/**
 * Links woven call sites. This is the other end of the bootstrap method: from a
 * {@link dev.larder.agent.core.plan.MethodPlan} to a method-handle tree over the engine.
 *
 * <p>Runs once per call site, on the application's thread that calls it first. What it builds is held by the call site
 * alone. Sole owner of {@code java.lang.invoke} in the core, together with the packages {@code receiver},
 * {@code template} and {@code woven} below.
 */
@NullMarked
package dev.larder.agent.core.link;

import org.jspecify.annotations.NullMarked;
