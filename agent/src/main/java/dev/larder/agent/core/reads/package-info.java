/**
 * Finds out from class files which fields of an object code reads and writes.
 *
 * <p>Entry points: {@link dev.larder.agent.core.reads.ObjectReads} (what a method reads) and
 * {@link dev.larder.agent.core.reads.ShownFields} (what can be read outside of a contract). Used when a method is linked, and when
 * a value of a new class first becomes part of a key. Nothing here runs or initialises the application's code.
 *
 * <p><b>Threads.</b> Everything is confined to the call that asks.
 */
@NullMarked
package dev.larder.agent.core.reads;

import org.jspecify.annotations.NullMarked;
