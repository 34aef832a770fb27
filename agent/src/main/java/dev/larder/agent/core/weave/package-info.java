/**
 * Finds annotated methods in class files, moves their bodies aside, and reads their annotations into a
 * {@link dev.larder.agent.core.weave.MethodPlan}.
 *
 * <p>Runs inside class loading, on the application's threads: it takes no lock of the application, initialises none of
 * its classes and never fails a class load. Sole owner of Byte Buddy.
 */
@NullMarked
package dev.larder.agent.core.weave;

import org.jspecify.annotations.NullMarked;
