/**
 * Carries out what the programmatic API, {@code dev.larder.Larder} of the annotations, asks for.
 *
 * <p>Entry point: {@link dev.larder.agent.core.direct.ProgrammaticApi}, which the bridge hands to the application.
 * Every fault of ours stops here or in {@code core.engine}: it is counted, and the operation has no effect but an
 * eviction.
 *
 * <p>Runs on the application's threads and holds no lock while application code runs. Of the application's classes it
 * remembers only what those classes themselves hold.
 */
@NullMarked
package dev.larder.agent.core.direct;

import org.jspecify.annotations.NullMarked;
