/**
 * Which classes of the application a value in Redis may have besides the declared ones.
 *
 * <p>Entry points: {@link dev.larder.agent.core.codec.subclass.ClassScope}, one for each codec, and
 * {@link dev.larder.agent.core.codec.subclass.Subclasses}, one for each place in a value. Nothing here loads or initializes a
 * class. What is found is held by the codec that asked, and by nothing else.
 */
@NullMarked
package dev.larder.agent.core.codec.subclass;

import org.jspecify.annotations.NullMarked;
