/**
 * Links woven call sites: makes a method-handle tree over the engine from a {@link
 * dev.larder.agent.core.plan.MethodPlan}.
 *
 * <p>Runs once per call site, on the application's thread that calls it first. Only the call site holds the result.
 * Sole owner of {@code java.lang.invoke} in the core, together with the packages {@code receiver}, {@code template} and
 * {@code woven} below.
 */
@NullMarked
package dev.larder.agent.core.link;

import org.jspecify.annotations.NullMarked;
