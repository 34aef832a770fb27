package dev.larder.agent.core.store.redis;

import java.util.List;

/** What docs/redis-layout.md says a user for Larder needs. */
final class Rights {

    static final List<String> SINGLE = List.of(
            "+hello",
            "+auth",
            "+ping",
            "+time",
            "+select",
            "+info",
            "+get",
            "+set",
            "+hget",
            "+hmget",
            "+hset",
            "+hdel",
            "+hlen",
            "+hkeys",
            "+hexists",
            "+hincrby",
            "+pttl",
            "+pexpire",
            "+pexpireat",
            "+evalsha",
            "+eval",
            "+unlink",
            "+scan");

    /** Of a cluster, besides. */
    static final List<String> CLUSTER = List.of("+asking", "+cluster|nodes", "+cluster|myid");

    private Rights() {}
}
