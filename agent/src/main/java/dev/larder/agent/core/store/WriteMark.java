package dev.larder.agent.core.store;

/**
 * A moment, taken by a writer before its key is known: see {@link CacheStore#takeOver}.
 *
 * <p>Opaque; valid only for the store that made it.
 */
public interface WriteMark {}
