/**
 * A woven method as the JVM shows it when it is linked: its moved body, its generic types, and the monitor that it enters.
 *
 * <p>Entry point: {@link dev.larder.agent.core.link.woven.WovenMethod}. Immutable.
 */
@NullMarked
package dev.larder.agent.core.link.woven;

import org.jspecify.annotations.NullMarked;
