/**
 * The content of an application's objects: reads it from the text field by field, and writes it.
 *
 * <p>Entry point: {@link dev.larder.agent.core.codec.json.object.ObjectContent}. Immutable.
 */
@NullMarked
package dev.larder.agent.core.codec.json.object;

import org.jspecify.annotations.NullMarked;
