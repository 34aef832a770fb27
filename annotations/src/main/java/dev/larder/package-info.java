/**
 * What an application writes on its methods: {@link dev.larder.Cached}, with the times of {@link dev.larder.Ttl}.
 *
 * <p>Nothing here does anything by itself. Without the Larder agent the methods run as if the annotations were not
 * there; with it, their calls go through the cache.
 */
package dev.larder;
