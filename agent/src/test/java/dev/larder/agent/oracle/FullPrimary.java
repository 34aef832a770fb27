package dev.larder.agent.oracle;

import dev.larder.agent.fixtures.RedisServer;
import java.util.EnumSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Redis that is so full that it drops keys all the time: entries, the leases in them, and tags.
 *
 * <p>Its faults are those of connections. A server that is started again would begin with room to spare.
 */
final class FullPrimary extends SinglePrimary {

    /** Beyond what an empty server uses: for connections, and for far fewer rows than are written. */
    private static final int ROOM_BYTES = 250_000;

    private final Neighbour neighbour;

    private FullPrimary(RedisServer redis) {
        super(redis, EnumSet.of(Fault.CONNECTION_CUT, Fault.REQUESTS_HELD, Fault.ANSWERS_HELD));
        long used = number("memory", "used_memory");
        redis.command("CONFIG", "SET", "maxmemory", String.valueOf(used + ROOM_BYTES));
        this.neighbour = Neighbour.of(redis);
    }

    /** Looks at one key only before it drops it, so that those in use go as well. */
    static FullPrimary start() {
        return new FullPrimary(RedisServer.start("--maxmemory-policy", "allkeys-lru", "--maxmemory-samples", "1"));
    }

    /** Keys that Redis has dropped for want of room. */
    long droppedKeys() {
        return number("stats", "evicted_keys");
    }

    private long number(String section, String name) {
        Matcher value = Pattern.compile(name + ":(\\d+)").matcher((String) redis().command("INFO", section));
        if (!value.find()) {
            throw new AssertionError("Redis does not say its " + name);
        }
        return Long.parseLong(value.group(1));
    }

    @Override
    public void close() {
        neighbour.close();
        super.close();
    }
}
