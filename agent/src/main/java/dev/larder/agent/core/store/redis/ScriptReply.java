package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.Waiting;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The answer to a script that was sent by its digest. Where the server does not know that (yet, or since a restart), the
 * script is sent again with its source when the answer is waited for.
 *
 * <p><b>Threads.</b> Confined to the caller's thread.
 */
final class ScriptReply<T> implements Reply<T> {

    private final RedisSession session;
    private final Script script;
    private final RedisSession.Command<Object> bySource;
    private final Function<Object, T> reading;
    private final RedisFuture<Object> first;
    private boolean repeated;

    private ScriptReply(
            RedisSession session,
            Script script,
            RedisSession.Command<Object> bySource,
            Function<Object, T> reading,
            RedisFuture<Object> first) {
        this.session = session;
        this.script = script;
        this.bySource = bySource;
        this.reading = reading;
        this.first = first;
    }

    static <T> ScriptReply<T> send(
            RedisSession session,
            Script script,
            ScriptOutputType type,
            Function<Object, T> reading,
            Budget budget,
            byte[] key,
            byte[]... arguments)
            throws StoreException {
        byte[][] keys = {key};
        RedisFuture<Object> first =
                session.start(script.name(), budget, c -> c.evalsha(script.digest(), type, keys, arguments));
        return new ScriptReply<>(session, script, c -> c.eval(script.source(), type, keys, arguments), reading, first);
    }

    @Override
    public T await(Budget budget) throws StoreException {
        repeated = isUnknown(budget);
        RedisFuture<Object> last = repeated ? session.start(script.name(), budget, bySource) : first;
        return reading.apply(session.await(script.name(), budget, last));
    }

    private boolean isUnknown(Budget budget) {
        try {
            Waiting.await(first, budget);
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof RedisNoScriptException;
        } catch (TimeoutException | CancellationException e) {
            return false; // and the session's own wait says so
        }
    }

    /** Whether the script was carried out after what was sent behind it. Known once it was waited for. */
    boolean wasRepeated() {
        return repeated;
    }
}
