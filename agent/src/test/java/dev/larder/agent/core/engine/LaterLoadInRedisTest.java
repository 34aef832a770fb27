package dev.larder.agent.core.engine;

final class LaterLoadInRedisTest extends ProcessesInRedis
        implements LaterValueContract, LaterFailureContract, LaterThreadContract {}
