/**
 * Which annotations hold for which method of a class: its own, those of methods it overrides or implements, and those of
 * methods it implements by a body that it inherits.
 *
 * <p>Entry points: {@link dev.larder.agent.core.inheritance.InForce} for methods that a class declares, {@link
 * dev.larder.agent.core.inheritance.InheritedBodies} for those it inherits. Reads class files alone.
 */
@NullMarked
package dev.larder.agent.core.inheritance;

import org.jspecify.annotations.NullMarked;
