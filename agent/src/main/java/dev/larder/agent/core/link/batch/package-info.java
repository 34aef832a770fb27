/**
 * Links methods that return many entries, one for each of their ids.
 *
 * <p>Entry point: {@link dev.larder.agent.core.link.batch.BatchSite}. Runs while a method is linked; what it makes is immutable, and
 * used by calls.
 */
@NullMarked
package dev.larder.agent.core.link.batch;

import org.jspecify.annotations.NullMarked;
