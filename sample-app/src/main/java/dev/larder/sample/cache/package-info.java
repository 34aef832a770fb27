/**
 * The state of the cache as JMX tells it: by names and attributes alone, without a class of the agent. Without the
 * agent the same endpoints say so.
 */
@NullMarked
package dev.larder.sample.cache;

import org.jspecify.annotations.NullMarked;
