/**
 * Finds out which fields of its object a method's code reads, from class files alone.
 *
 * <p>Entry point: {@link dev.larder.agent.core.reads.ObjectReads}. Asked when a method is linked; nothing here runs or
 * initialises the application's code.
 *
 * <p><b>Threads.</b> Everything is confined to the call that asks.
 */
@NullMarked
package dev.larder.agent.core.reads;

import org.jspecify.annotations.NullMarked;
