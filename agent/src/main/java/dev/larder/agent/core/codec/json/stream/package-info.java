/**
 * Reads and writes one value with Jackson's streams: the places in a value, and their common reader and writer.
 *
 * <p>Entry point: {@link dev.larder.agent.core.codec.json.stream.Shape}, which all places extend. Shapes are immutable once they are
 * linked; writers and readers are confined to one call.
 */
@NullMarked
package dev.larder.agent.core.codec.json.stream;

import org.jspecify.annotations.NullMarked;
