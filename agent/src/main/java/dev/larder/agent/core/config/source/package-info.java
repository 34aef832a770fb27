/**
 * Where configuration is given, and what a process says of the application it runs.
 *
 * <p>Entry points: {@link dev.larder.agent.core.config.source.ConfigSources}, {@link dev.larder.agent.core.config.source.ProcessFile}
 * and {@link dev.larder.agent.core.config.source.ApplicationFinder}. Sole reader of the environment and of system properties.
 * Confined to one thread; what cannot be read tells nothing or says so.
 */
@NullMarked
package dev.larder.agent.core.config.source;

import org.jspecify.annotations.NullMarked;
