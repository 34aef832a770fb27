package dev.larder.agent.core.engine;

final class SharedLoadInMemoryTest extends ProcessesInMemory implements SharedLoadContract {}
