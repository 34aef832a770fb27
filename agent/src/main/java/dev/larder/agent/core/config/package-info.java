/**
 * The agent's effective configuration.
 *
 * <p>Entry point: {@link dev.larder.agent.core.config.AgentConfig}. One immutable record per area with its defaults,
 * and the address of Redis. It does not know the sources of values.
 */
@NullMarked
package dev.larder.agent.core.config;

import org.jspecify.annotations.NullMarked;
