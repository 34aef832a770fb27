package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.command.Script;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Changes that are made without a lease: another time to live, an addition to a counter.
 *
 * <p><b>Late commands.</b> Each command carries a deadline by Redis time, the time at which its caller stops waiting.
 * After that Redis does nothing. Whether an unanswered change happened before its deadline is unknown.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class PromptChanges {

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final Tags tags;
    private final RedisClock clock;

    PromptChanges(RedisSession session, RedisStoreSettings settings, Tags tags, RedisClock clock) {
        this.session = session;
        this.settings = settings;
        this.tags = tags;
        this.clock = clock;
    }

    boolean expire(String key, long ttlMillis, Budget budget) throws StoreException {
        byte[] ttl = RedisStoreSettings.ttl(ttlMillis);
        List<?> answer = session.runForList(
                        Script.EXPIRE, budget, settings.keys().keyOf(key), ttl, endOf(budget))
                .await(budget);
        requireInTime(Script.EXPIRE, text(answer.get(0)));
        boolean anything = text(answer.get(1)).equals("counter");
        List<Reply<Boolean>> versions = new ArrayList<>();
        for (Object carried : answer.subList(2, answer.size())) {
            Map<String, String> own = ValueFormat.readTags(text(carried));
            if (own.containsKey(Generation.TAG)) {
                versions.add(tags.keep(own, ttl, budget));
            }
        }
        for (boolean inForce : Reply.awaitAll(versions, budget)) {
            anything |= inForce;
        }
        return anything;
    }

    long increment(String key, long by, long ttlMillis, Budget budget) throws StoreException {
        byte[] ttl = RedisStoreSettings.ttl(ttlMillis);
        byte[] redisKey = settings.keys().keyOf(key);
        String answer = session.run(Script.INCREMENT, budget, redisKey, Bytes.of(by), ttl, endOf(budget))
                .await(budget);
        requireInTime(Script.INCREMENT, answer);
        if (answer.equals("overflow")) {
            throw new ArithmeticException("The counter would leave the range of a long");
        }
        return Long.parseLong(answer);
    }

    private byte[] endOf(Budget budget) {
        return Bytes.of(clock.earliestMillis() + TimeUnit.NANOSECONDS.toMillis(budget.startWaiting()));
    }

    private static void requireInTime(Script script, String answer) throws StoreException {
        if (answer.equals("late")) {
            throw new StoreException(script + " failed: it reached Redis too late", null);
        }
    }

    private static String text(Object answer) {
        return Bytes.text((byte[]) answer);
    }
}
