/**
 * A community site's service, ordinary Spring code with {@link dev.larder.Cached} on the methods that are worth it.
 *
 * <p>Entry point: {@link dev.larder.sample.SampleApplication}. Features have a package each ({@code user},
 * {@code project}, {@code community}); {@code data} fills the database, {@code web} is what all endpoints share,
 * {@code cache} shows the cache's state as JMX tells it. Nothing here knows the Larder agent's classes.
 */
@NullMarked
package dev.larder.sample;

import org.jspecify.annotations.NullMarked;
