/**
 * The agent's side of the programmatic API, {@code dev.larder.Larder}.
 *
 * <p>Entry point: {@link dev.larder.agent.core.direct.ProgrammaticApi}, which the bridge passes to the application.
 * Every fault of ours stops here or in {@code core.engine}: it is counted, and the operation has no effect except an
 * eviction.
 *
 * <p>Runs on the application's threads and holds no lock while application code runs. What it remembers about the
 * application's classes is held by those classes.
 */
@NullMarked
package dev.larder.agent.core.direct;

import org.jspecify.annotations.NullMarked;
