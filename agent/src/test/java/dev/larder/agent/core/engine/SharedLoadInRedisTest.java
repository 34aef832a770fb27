package dev.larder.agent.core.engine;

final class SharedLoadInRedisTest extends ProcessesInRedis implements SharedLoadContract {}
