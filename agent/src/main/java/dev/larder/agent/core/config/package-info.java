/**
 * The agent's configuration as it is in force.
 *
 * <p>Entry point: {@link dev.larder.agent.core.config.AgentConfig}. One immutable record per area with its defaults beside it, and the
 * address of Redis. It knows nothing of where values come from.
 */
@NullMarked
package dev.larder.agent.core.config;

import org.jspecify.annotations.NullMarked;
