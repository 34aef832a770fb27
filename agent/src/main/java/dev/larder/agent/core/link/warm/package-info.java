/**
 * Methods that are called ahead: what woven constructors and initializers link to.
 *
 * <p>Entry point: {@link dev.larder.agent.core.link.warm.MadeLinker}.
 */
@NullMarked
package dev.larder.agent.core.link.warm;

import org.jspecify.annotations.NullMarked;
