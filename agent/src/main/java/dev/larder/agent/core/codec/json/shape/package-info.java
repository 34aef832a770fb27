/**
 * What values of a declared type look like: a tree with one shape for each place in the type.
 *
 * <p>Entry point: {@link dev.larder.agent.core.codec.json.shape.Shapes}. Nothing stored ever names a class: a shape chooses only
 * among what its declared type allows. Immutable once linked.
 */
@NullMarked
package dev.larder.agent.core.codec.json.shape;

import org.jspecify.annotations.NullMarked;
