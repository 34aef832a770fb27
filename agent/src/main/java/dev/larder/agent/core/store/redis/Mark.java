package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.store.redis.command.Abilities;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.command.Script;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.wait.Budget;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells a writer that knows its key only after its write whether anything was evicted or put meanwhile.
 *
 * <p><b>Shape.</b> The key of a tag without a name. As long as its version is unchanged, nothing was evicted or put.
 * Every eviction and every put removes it before it does anything else, on the same connection. Commands of one
 * connection are carried out in their order, so both are sent together. A writer that checks the mark after it has
 * taken a lease over misses nothing: an eviction or a put before that has removed the mark, and one that comes later
 * finds the lease.
 *
 * <p><b>Why</b> not on a cluster: there is no order between servers. There a mark is never kept, no eviction has to
 * remove it, and such a writer evicts.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Mark {

    private static final Version NONE = new Version(new byte[0]);

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final Abilities abilities;
    private final byte[] key;

    Mark(RedisSession session, RedisStoreSettings settings, Abilities abilities) {
        this.session = session;
        this.settings = settings;
        this.abilities = abilities;
        this.key = settings.keys().markKey();
    }

    WriteMark take(Budget budget) throws StoreException {
        if (session.isCluster()) {
            return NONE;
        }
        byte[] fresh = settings.tokens().next();
        return new Version(Bytes.of(session.run(Script.TAG, budget, key, fresh, settings.leaseMemoryMillis())
                .await(budget)));
    }

    /** Whether {@link #isKept} can be true. */
    boolean canBeKept(@Nullable WriteMark mark) {
        return mark instanceof Version && mark != NONE;
    }

    /** Sends the question whether nothing was evicted or put since {@code mark}. */
    Reply<Boolean> isKept(WriteMark mark, Budget budget) throws StoreException {
        Reply<byte @Nullable []> current = session.send("GET", budget, c -> c.get(key));
        Reply<Boolean> inSequence = session.inSequence(budget);
        return waiting -> {
            boolean isKept = Arrays.equals(((Version) mark).bytes, current.await(waiting));
            return inSequence.await(waiting) && isKept;
        };
    }

    /** Sends the removal of all marks. To be sent before the eviction or the put itself. */
    Reply<Long> end(Budget budget) throws StoreException {
        if (session.isCluster()) {
            return waiting -> 0L;
        }
        return abilities.remove(session, budget, key);
    }

    /** The same, with another key of the same server; answers how many of the two there were. */
    Reply<Long> endWith(byte[] other, Budget budget) throws StoreException {
        return abilities.remove(session, budget, key, other);
    }

    /** As Redis gave it. */
    private static final class Version implements WriteMark {

        private final byte[] bytes;

        Version(byte[] bytes) {
            this.bytes = bytes;
        }
    }
}
