/**
 * What keys have of the object that a cached method is called on, and what looks at each object where they do not tell all apart.
 *
 * <p>Entry point: {@link dev.larder.agent.core.link.receiver.ObjectKey}, made when a method is linked for the objects of a class.
 *
 * <p><b>Threads.</b> What a call meets is immutable or thread-safe; the rest is confined to the call that links. No code of the
 * application's runs here but collections that are read for a key.
 */
@NullMarked
package dev.larder.agent.core.link.receiver;

import org.jspecify.annotations.NullMarked;
