/**
 * The annotations {@link dev.larder.Cached}, {@link dev.larder.CacheEvict} and {@link dev.larder.CachePut}, with common
 * times in {@link dev.larder.Ttl}, and {@link dev.larder.Larder} for code that cannot be annotated.
 *
 * <p>Only the Larder agent caches. Without it, annotated methods run as usual, and {@code Larder} finds nothing.
 */
package dev.larder;
