/**
 * Makes objects without their constructors, and reads and writes their fields without the consent of their modules.
 *
 * <p>Entry point: {@link dev.larder.agent.core.codec.heap.Heap}. Thread-safe.
 */
@NullMarked
package dev.larder.agent.core.codec.heap;

import org.jspecify.annotations.NullMarked;
