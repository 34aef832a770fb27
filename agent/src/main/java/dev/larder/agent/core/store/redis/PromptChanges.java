package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.Turn;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.command.Script;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Changes that are made without a lease: another time to live, an addition to a counter, a refresh.
 *
 * <p><b>Late commands.</b> A refresh is carried out if the value it replaces is still there, however late. Each other command carries a deadline by Redis time, the time at which its caller stops waiting.
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

    /** Null if somebody has it, or it rests. */
    @Nullable
    Turn takeTurn(EntryId id, Budget budget) throws StoreException {
        RedisTurn turn = new RedisTurn(id);
        return turn.change("take", Turn.LASTING.toMillis(), budget) ? turn : null;
    }

    /** Immutable: only Redis knows whether it is over. */
    private final class RedisTurn implements Turn {

        private final EntryId id;
        private final byte[] key;
        private final byte[] token = settings.tokens().next();

        RedisTurn(EntryId id) {
            this.id = id;
            this.key = settings.keys().turnKeyOf(id);
        }

        boolean change(String how, long millis, Budget budget) throws StoreException {
            return session.run(Script.TURN, budget, key, token, Bytes.of(millis), Bytes.of(how))
                    .await(budget)
                    .equals("done");
        }

        @Override
        public boolean keepsReferences() {
            return false;
        }

        /** Two round trips: which tags the value carries, the first one tells. If there is no second, they may end before it. */
        @Override
        public boolean replace(long version, StoredEntry entry, long ttlMillis, long staleMillis, Budget budget)
                throws StoreException {
            Leases.Ends ends = Leases.Ends.of(ttlMillis, staleMillis);
            List<?> answer = session.runForList(
                            Script.REPLACE,
                            budget,
                            settings.keys().keyOf(id.key()),
                            ValueFormat.fieldOf(id),
                            ValueFormat.write(version),
                            ends.ttl(),
                            ends.stale(),
                            ValueFormat.write(Turn.newVersion()),
                            ((StoredEntry.Encoded) entry).envelope(),
                            ValueFormat.write(settings.keys().ownerOf(id)))
                    .await(budget);
            return text(answer.get(0)).equals("replaced")
                    && tags.keep(ValueFormat.readTags(text(answer.get(1))), ends.last(), budget)
                            .await(budget);
        }

        @Override
        public boolean keep(Budget budget) throws StoreException {
            return change("keep", LASTING.toMillis(), budget);
        }

        @Override
        public void end(long restMillis, Budget budget) throws StoreException {
            change("rest", restMillis, budget);
        }
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
