package dev.larder.agent.core.store;

/**
 * A moment, taken by a writer that does not know yet what it will write: see {@link CacheStore#takeOver}.
 *
 * <p>Opaque; means something only to the store that gave it.
 */
public interface WriteMark {}
