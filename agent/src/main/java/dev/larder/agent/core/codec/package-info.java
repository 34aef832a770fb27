/**
 * From values to bytes and back.
 *
 * <p>Entry point: {@link dev.larder.agent.core.codec.ValueCodec}. Codecs are immutable and thread-safe; they are held
 * by the call site they serve and by nothing else, so that an application's classes can be unloaded.
 */
@NullMarked
package dev.larder.agent.core.codec;

import org.jspecify.annotations.NullMarked;
