/**
 * Which results cannot be cached: work that is not done yet, and results that can be used only once. Types outside the
 * JDK are known by name, since the agent does not contain them.
 *
 * <p>Entry points: {@link dev.larder.agent.core.result.ResultTypes} for what a method declares, {@link
 * dev.larder.agent.core.result.OneShotResults} for what it returned. Pure functions.
 */
@NullMarked
package dev.larder.agent.core.result;

import org.jspecify.annotations.NullMarked;
