/**
 * What an application writes on its methods: {@link dev.larder.Cached}, {@link dev.larder.CacheEvict} and {@link
 * dev.larder.CachePut}, with the times of {@link dev.larder.Ttl}; and {@link dev.larder.Larder} for code that cannot be
 * annotated.
 *
 * <p>Nothing here caches anything by itself. Without the Larder agent the methods run as if the annotations were not
 * there, and {@code Larder} finds nothing; with it, their calls go through the cache.
 */
package dev.larder;
