/** A superclass in another package than its subclasses. */
@NullMarked
package dev.larder.agent.core.inheritance.elsewhere;

import org.jspecify.annotations.NullMarked;
