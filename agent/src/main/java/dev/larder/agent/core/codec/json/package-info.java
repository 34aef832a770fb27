/**
 * The value codec: the state of a result as JSON, by the method's full generic type, in an envelope.
 *
 * <p>Entry point: {@link dev.larder.agent.core.codec.json.JsonCodecs}. A codec is a tree of shapes, which {@code codec.json.shape}
 * makes of the declared type; they write and read through {@code codec.json.stream}. Codecs are immutable.
 */
@NullMarked
package dev.larder.agent.core.codec.json;

import org.jspecify.annotations.NullMarked;
