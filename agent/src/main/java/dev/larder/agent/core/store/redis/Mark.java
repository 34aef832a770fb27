package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.WriteMark;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells a writer who learns its key only when it has written whether anything was evicted or put meanwhile.
 *
 * <p><b>Shape.</b> The key of a tag without a name, whose version means "since then nothing". Every eviction and every
 * put removes it before it does anything else, on the same connection: commands of one connection are carried out in
 * their order, so both travel together. Who looks at it after taking a lease over has missed nothing: what was evicted
 * or put before that removed the mark, and what comes later meets the lease.
 *
 * <p><b>Why</b> not on a cluster: between servers there is no order. There a mark is never kept, nobody has to remove
 * it, and such a writer evicts.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Mark {

    private static final Version NONE = new Version(new byte[0]);

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final byte[] key;

    Mark(RedisSession session, RedisStoreSettings settings) {
        this.session = session;
        this.settings = settings;
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

    /** Whether there is any use in asking {@link #isKept}. */
    boolean canBeKept(@Nullable WriteMark mark) {
        return mark instanceof Version && mark != NONE;
    }

    /** Sends to ask whether nothing was evicted or put since {@code mark}, before it is asked. */
    Reply<Boolean> isKept(WriteMark mark, Budget budget) throws StoreException {
        Reply<byte @Nullable []> current = session.send("GET", budget, c -> c.get(key));
        return waiting -> Arrays.equals(((Version) mark).bytes, current.await(waiting));
    }

    /** Sends to end all marks there are. To be sent ahead of the eviction or the put itself. */
    Reply<Long> end(Budget budget) throws StoreException {
        if (session.isCluster()) {
            return waiting -> 0L;
        }
        return session.send("UNLINK", budget, c -> c.unlink(key));
    }

    /** As Redis gave it. */
    private static final class Version implements WriteMark {

        private final byte[] bytes;

        Version(byte[] bytes) {
            this.bytes = bytes;
        }
    }
}
