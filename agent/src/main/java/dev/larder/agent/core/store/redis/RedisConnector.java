package dev.larder.agent.core.store.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.RedisUrl;
import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.RemoteConnector;
import dev.larder.agent.core.store.RemoteListener;
import dev.larder.agent.core.store.RemoteStore;
import dev.larder.agent.core.store.StoreException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to Redis.
 *
 * <p><b>Threads.</b> Thread-safe; {@link #connect} is meant for a background thread. Lettuce and its threads come into
 * being with the first connection, not before.
 *
 * <p><b>Failure.</b> An address that cannot be used fails in {@link #create}, everything else in {@link #connect}.
 */
public final class RedisConnector implements RemoteConnector {

    private final RedisUrl url;
    private final RedisStoreSettings settings;
    private final Duration connectTimeout;

    @GuardedBy("this")
    private @Nullable LettuceClient lettuce;

    @GuardedBy("this")
    private boolean closed;

    private RedisConnector(RedisUrl url, RedisStoreSettings settings, Duration connectTimeout) {
        this.url = url;
        this.settings = settings;
        this.connectTimeout = connectTimeout;
    }

    /**
     * Takes the configured Redis, of which there must be one; connects to nothing yet.
     *
     * @param getLatencyNanos told on callers' threads how long each lookup took that was answered
     * @throws IllegalArgumentException if the URL cannot be used, in words for the operator and without its secrets
     */
    public static RedisConnector create(AgentConfig config, Ticker ticker, LongConsumer getLatencyNanos) {
        RedisStoreSettings settings = new RedisStoreSettings(
                new KeySpace(config.namespace()),
                new LeaseTokens(),
                config.load().lease(),
                config.load().holdOff(),
                ticker,
                getLatencyNanos);
        return new RedisConnector(
                RedisUrl.parse(config.redis().url()), settings, config.redis().connectTimeout());
    }

    @Override
    public RemoteStore connect(RemoteListener listener) throws StoreException {
        LettuceClient client = client();
        Budget budget = new Budget(settings.ticker(), connectTimeout);
        RedisSession session = new RedisSession(open(client, budget), listener, settings.ticker());
        RedisStore store = new RedisStore(session, settings);
        try {
            store.tryOut(budget);
            return store;
        } catch (StoreException e) {
            store.close();
            throw e;
        }
    }

    private synchronized LettuceClient client() throws StoreException {
        if (closed) {
            throw new StoreException("The agent is stopping", null);
        }
        if (lettuce == null) {
            lettuce = new LettuceClient(connectTimeout);
        }
        return lettuce;
    }

    private Link open(LettuceClient client, Budget budget) throws StoreException {
        List<RedisURI> servers = LettuceUri.of(url, connectTimeout);
        return url.cluster()
                ? ClusterLink.open(client, servers, budget)
                : SingleLink.open(client, servers.get(0), budget);
    }

    @Override
    public String address() {
        return url.toString();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (lettuce != null) {
            lettuce.close();
            lettuce = null;
        }
    }
}
