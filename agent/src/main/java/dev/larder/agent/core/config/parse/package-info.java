/**
 * Makes the effective configuration from the texts of all sources: the keys, their forms, the precedence of sources,
 * and problems.
 *
 * <p>Entry point: {@link dev.larder.agent.core.config.parse.ConfigReader}. A new key is one more {@link
 * dev.larder.agent.core.config.parse.Setting}. Confined to one thread; errors become problems, not exceptions.
 */
@NullMarked
package dev.larder.agent.core.config.parse;

import org.jspecify.annotations.NullMarked;
