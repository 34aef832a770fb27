/**
 * What a caller's thread knows besides the arguments of its call, for a body that runs on another thread.
 *
 * <p>Entry point: {@link dev.larder.agent.core.context.CallersContext}.
 */
@NullMarked
package dev.larder.agent.core.context;

import org.jspecify.annotations.NullMarked;
