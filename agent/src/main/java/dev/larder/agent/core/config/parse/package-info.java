/**
 * From the texts that the sources give to the configuration in force: the keys there are, their forms, which source decides, and what
 * is wrong with a text.
 *
 * <p>Entry point: {@link dev.larder.agent.core.config.parse.ConfigReader}. A new key is one more
 * {@link dev.larder.agent.core.config.parse.Setting}. Confined to one thread; nothing fails, what is wrong becomes a problem.
 */
@NullMarked
package dev.larder.agent.core.config.parse;

import org.jspecify.annotations.NullMarked;
