/**
 * Moves the bodies of annotated methods into private methods when their class is loaded, and puts a call site in the
 * place of each.
 *
 * <p>Entry point: {@link dev.larder.agent.core.weave.WeavingTransformer}. Runs inside class loading, on the
 * application's threads: it acquires no lock of the application, initializes none of its classes and never fails a
 * class load.
 */
@NullMarked
package dev.larder.agent.core.weave;

import org.jspecify.annotations.NullMarked;
