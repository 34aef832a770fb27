package dev.larder.sample.cache;

import java.util.Map;

/**
 * What the cache says of one cached method.
 *
 * @param name class, method and parameter types
 * @param statistics as in {@link CacheStatus}
 */
record MethodStatus(String name, Map<String, Object> statistics) {}
