/**
 * Shows the cache over JMX: MBeans for the cache and for each cached method, registered late.
 *
 * <p>Entry point: {@link dev.larder.agent.core.jmx.MBeanRegistrar}. What the MBeans show and do comes through {@link
 * dev.larder.agent.core.jmx.CacheOperations} and {@link dev.larder.agent.core.jmx.CachedMethodView}. All work with the
 * MBean server is done by one daemon thread; attributes are read by the server's own. Sole owner of {@code
 * javax.management}; the types that other packages use do not refer to it, so the core works without it.
 */
@NullMarked
package dev.larder.agent.core.jmx;

import org.jspecify.annotations.NullMarked;
