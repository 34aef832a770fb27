/**
 * What loaded classes declare: generic types and what their variables stand for, supertypes, properties, and which classes are
 * the JDK's.
 *
 * <p>Entry points: {@link dev.larder.agent.core.type.TypeBindings}, {@link dev.larder.agent.core.type.BoundType} and
 * {@link dev.larder.agent.core.type.PropertyMembers}. Reflection alone: nothing here initialises a class or runs the
 * application's code.
 */
@NullMarked
package dev.larder.agent.core.type;

import org.jspecify.annotations.NullMarked;
