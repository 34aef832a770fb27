/**
 * Puts the agent together: what is made, in which order it starts and stops, and nothing else.
 *
 * <p>Entry point: {@link dev.larder.agent.core.AgentCore}, called by the launcher before the application's main.
 */
@NullMarked
package dev.larder.agent.core;

import org.jspecify.annotations.NullMarked;
