/**
 * Reads and writes one value through Jackson's streams: what a place in a value is, and the reader and the writer that places share.
 *
 * <p>Entry point: {@link dev.larder.agent.core.codec.json.stream.Shape}, which all places extend. Shapes are immutable once they are
 * linked; writers and readers are confined to one call.
 */
@NullMarked
package dev.larder.agent.core.codec.json.stream;

import org.jspecify.annotations.NullMarked;
