/**
 * Writes whose callers do not wait for them: in order for each key, again after a failure, within bounds.
 *
 * <p>Entry point: {@link dev.larder.agent.core.behind.WriteBehind}. It knows neither methods nor templates. Bodies of the
 * application run on its threads, and never under its lock. Thread-safe.
 */
@NullMarked
package dev.larder.agent.core.behind;

import org.jspecify.annotations.NullMarked;
