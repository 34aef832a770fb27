/**
 * A woven method when it is linked: its moved body, its generic types, and its monitor.
 *
 * <p>Entry point: {@link dev.larder.agent.core.link.woven.WovenMethod}. Immutable.
 */
@NullMarked
package dev.larder.agent.core.link.woven;

import org.jspecify.annotations.NullMarked;
