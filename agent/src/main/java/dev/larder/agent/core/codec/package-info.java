/**
 * Encodes values and decodes them.
 *
 * <p>Entry point: {@link dev.larder.agent.core.codec.ValueCodec}. Codecs are immutable and thread-safe; only their call
 * site holds them, so that an application's classes can be unloaded.
 */
@NullMarked
package dev.larder.agent.core.codec;

import org.jspecify.annotations.NullMarked;
