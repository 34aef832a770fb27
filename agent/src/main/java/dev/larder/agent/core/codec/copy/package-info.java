/**
 * Private copies of mutable results in memory, and a copy of its own for each caller.
 *
 * <p>Nothing is encoded here. {@link dev.larder.agent.core.codec.copy.Prototype} is the entrance: it copies a result once, when the
 * method returns, and remembers which parts of it are immutable and can be shared.
 */
@NullMarked
package dev.larder.agent.core.codec.copy;

import org.jspecify.annotations.NullMarked;
