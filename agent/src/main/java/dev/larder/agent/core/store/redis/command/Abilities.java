package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;

/**
 * Which of the optional commands Redis allows to this user.
 *
 * <p><b>Threads.</b> Thread-safe. Set once, before the connection is used.
 */
public final class Abilities {

    private volatile boolean scans = true;
    private volatile boolean unlinks = true;

    public void withoutScan() {
        scans = false;
    }

    public void withoutUnlink() {
        unlinks = false;
    }

    /** Whether keys can be found by a pattern. */
    public boolean scans() {
        return scans;
    }

    /** Whether Redis frees memory in the background. */
    public boolean unlinks() {
        return unlinks;
    }

    /** Sends the command that removes keys: in the background if Redis can do that, else at once. */
    public Reply<Long> remove(RedisSession session, Budget budget, byte[]... keys) throws StoreException {
        return unlinks
                ? session.send("UNLINK", budget, c -> c.unlink(keys))
                : session.send("DEL", budget, c -> c.del(keys));
    }
}
