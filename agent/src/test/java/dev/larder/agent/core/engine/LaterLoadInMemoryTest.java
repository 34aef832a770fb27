package dev.larder.agent.core.engine;

final class LaterLoadInMemoryTest extends ProcessesInMemory
        implements LaterValueContract, LaterFailureContract, LaterThreadContract {}
