/**
 * Results of libraries for which nothing is done before somebody subscribes to them. The libraries are the application's, and
 * known by name.
 *
 * <p>Entry point: {@link dev.larder.agent.core.link.cold.ColdTypes}. Thread-safe. Held by call sites alone, since they refer to
 * the application's classes.
 */
@NullMarked
package dev.larder.agent.core.link.cold;

import org.jspecify.annotations.NullMarked;
