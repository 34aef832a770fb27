/**
 * Reflection on loaded classes: generic types and their bindings, supertypes, properties, and classes of the JDK.
 *
 * <p>Entry points: {@link dev.larder.agent.core.type.TypeBindings}, {@link dev.larder.agent.core.type.BoundType} and
 * {@link dev.larder.agent.core.type.PropertyMembers}. Nothing here initialises a class or runs the application's code, but for
 * {@link dev.larder.agent.core.type.FormatterTexts}, which asks a field of the application's for its range.
 */
@NullMarked
package dev.larder.agent.core.type;

import org.jspecify.annotations.NullMarked;
