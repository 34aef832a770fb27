package dev.larder.agent.core.failover;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.WriteMark;

/** A moment as the store knows it that answered then. */
record PhaseMark(WriteMark mark, CacheStore store) implements WriteMark {}
