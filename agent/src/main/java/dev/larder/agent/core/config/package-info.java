/**
 * The agent's configuration: its sources, their precedence, and its mistakes.
 *
 * <p>Entry point: {@link dev.larder.agent.core.config.ConfigReader}. One immutable record per area with its defaults
 * beside it. Sole reader of the environment and of system properties.
 */
@NullMarked
package dev.larder.agent.core.config;

import org.jspecify.annotations.NullMarked;
