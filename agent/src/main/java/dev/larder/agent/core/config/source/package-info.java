/**
 * The sources of configuration, and the name of the application in this process.
 *
 * <p>Entry points: {@link dev.larder.agent.core.config.source.ConfigSources}, {@link
 * dev.larder.agent.core.config.source.ProcessFile} and {@link dev.larder.agent.core.config.source.ApplicationFinder}.
 * Sole reader of the environment and of system properties. Confined to one thread; an unreadable source is skipped or
 * becomes a problem.
 */
@NullMarked
package dev.larder.agent.core.config.source;

import org.jspecify.annotations.NullMarked;
