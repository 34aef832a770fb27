/**
 * Decides which parts of an object belong in the default key of a method that is called on it, and compares, at each call, what
 * does not: its collaborators.
 *
 * <p>Entry point: {@link dev.larder.agent.core.link.receiver.ObjectKey}, made when a method is linked for the objects of a class.
 *
 * <p><b>Threads.</b> What a call meets is immutable or thread-safe; the rest is confined to the call that links. The only code of
 * the application's that runs here is that of collections, which are read for a key or compared.
 */
@NullMarked
package dev.larder.agent.core.link.receiver;

import org.jspecify.annotations.NullMarked;
