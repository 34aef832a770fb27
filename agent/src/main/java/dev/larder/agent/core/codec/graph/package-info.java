/**
 * The parts of a value, independent of the format: its bound types, its fields, its kinds of collection.
 *
 * <p>Entry points: {@link dev.larder.agent.core.codec.graph.ObjectState} and {@link
 * dev.larder.agent.core.type.BoundType}. Everything here is immutable or confined to one call. Data about a class are
 * held by the class itself, so nothing here keeps an application from being unloaded.
 */
@NullMarked
package dev.larder.agent.core.codec.graph;

import org.jspecify.annotations.NullMarked;
