/**
 * Finds the annotations that apply to each method of a class: its own, those of methods it overrides or implements, and
 * those of methods it implements by an inherited body.
 *
 * <p>Entry points: {@link dev.larder.agent.core.inheritance.InForce} for methods that a class declares, {@link
 * dev.larder.agent.core.inheritance.InheritedBodies} for those it inherits. Reads class files only.
 */
@NullMarked
package dev.larder.agent.core.inheritance;

import org.jspecify.annotations.NullMarked;
