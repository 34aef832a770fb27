/**
 * Types of the JDK that are written as a single text, number or boolean: a closed table.
 *
 * <p>Entry point: {@link dev.larder.agent.core.codec.json.scalar.Scalars}, which returns their shapes. Immutable.
 */
@NullMarked
package dev.larder.agent.core.codec.json.scalar;

import org.jspecify.annotations.NullMarked;
