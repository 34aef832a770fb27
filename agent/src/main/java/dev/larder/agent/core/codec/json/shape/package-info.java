/**
 * The format of a declared type's values: a tree with one shape for each place in the type.
 *
 * <p>Entry point: {@link dev.larder.agent.core.codec.json.shape.Shapes}. Stored text never names a class: a shape
 * chooses only among the classes that its declared type allows. Immutable once linked.
 */
@NullMarked
package dev.larder.agent.core.codec.json.shape;

import org.jspecify.annotations.NullMarked;
