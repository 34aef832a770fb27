/**
 * The value codec: the state of a result as JSON, by the method's full generic type.
 *
 * <p>Entry point: {@link dev.larder.agent.core.codec.json.JsonCodecs}. A codec is a tree of {@code Shape}s, one for each
 * place the declared type has; a shape writes and reads through Jackson's streams, and nothing stored ever names a
 * class. Shapes are immutable; writers and readers are confined to one call.
 */
@NullMarked
package dev.larder.agent.core.codec.json;

import org.jspecify.annotations.NullMarked;
