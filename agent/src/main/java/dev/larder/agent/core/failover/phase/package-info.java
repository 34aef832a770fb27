/**
 * Which store answers now, and the changes from one to another.
 *
 * <p>Entry point: {@link dev.larder.agent.core.failover.phase.Phases}, whose head lists the interleavings. Changes are made under one lock;
 * callers read the current phase without it.
 */
@NullMarked
package dev.larder.agent.core.failover.phase;

import org.jspecify.annotations.NullMarked;
