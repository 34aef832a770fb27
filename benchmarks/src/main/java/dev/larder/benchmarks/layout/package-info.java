/**
 * What an entry takes in Redis: the hash that Larder writes, the same hash on a server with another threshold, and one string.
 *
 * <p>Entry point: {@link dev.larder.benchmarks.layout.EntryLayouts}, which starts two servers and JVMs. One thread.
 */
@NullMarked
package dev.larder.benchmarks.layout;

import org.jspecify.annotations.NullMarked;
