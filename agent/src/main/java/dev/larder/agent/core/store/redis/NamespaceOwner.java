package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.wait.Budget;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Notices that another application uses the namespace, so that the two would be served each other's results.
 *
 * <p><b>Shape.</b> One key holds the name of the application that used the namespace first. It expires a week after
 * that application last connected, so a renamed application takes over.
 *
 * <p><b>Threads.</b> Thread-safe. No call waits: a thread of the client reads the answer.
 *
 * <p><b>Failure.</b> None: without an answer nothing is logged.
 */
final class NamespaceOwner {

    private static final Duration LIFETIME = Duration.ofDays(7);

    private final KeySpace keys;
    private final String application;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param application its name; empty if unknown, and then nothing is checked */
    NamespaceOwner(KeySpace keys, String application) {
        this.keys = keys;
        this.application = application;
    }

    String application() {
        return application;
    }

    /** To be called with each new connection. An answer to another command is neither taken for a name nor logged. */
    @SuppressWarnings("FutureReturnValueIgnored") // what fails says nothing
    void look(RedisSession session, Budget budget) {
        if (application.isEmpty()) {
            return;
        }
        byte[] key = keys.ownerKey();
        byte[] name = Bytes.of(application);
        try {
            RedisFuture<String> claimed = session.start(
                    "SET", budget, c -> c.set(key, name, SetArgs.Builder.nx().px(LIFETIME)));
            RedisFuture<byte @Nullable []> owner = session.start("GET", budget, c -> c.get(key));
            session.whenInSequence(
                    budget,
                    () -> claimed.whenComplete(
                            (answer, failure) -> owner.thenAccept(found -> compare(found, session, budget))));
        } catch (StoreException e) {
            AgentLog.debug(() -> "Which application owns the namespace is unknown: " + e.getMessage());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // without it the key ends, and the next application takes over
    private void compare(byte @Nullable [] found, RedisSession session, Budget budget) {
        String owner = found == null ? application : Bytes.text(found);
        if (!owner.equals(application)) {
            warn(owner);
            return;
        }
        try {
            session.start("PEXPIRE", budget, c -> c.pexpire(keys.ownerKey(), LIFETIME));
        } catch (StoreException e) {
            // The next connection checks again.
            return;
        }
    }

    private void warn(String owner) {
        if (!warned.getAndSet(true)) {
            AgentLog.say(Message.NAMESPACE_SHARED.of(application, keys.namespace(), owner));
        }
    }
}
