/**
 * How long one call may wait for a back end, and waiting on the caller's thread.
 *
 * <p>Entry points: {@link dev.larder.agent.core.wait.Budget}, used by one thread at a time, and
 * {@link dev.larder.agent.core.wait.Waiting}. What is told apart here is an answer that is late from one that this process has not come
 * to read.
 */
@NullMarked
package dev.larder.agent.core.wait;

import org.jspecify.annotations.NullMarked;
