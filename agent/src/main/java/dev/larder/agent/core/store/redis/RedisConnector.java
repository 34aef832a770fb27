package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.RedisUrl;
import dev.larder.agent.core.stats.UseSamples;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.NearCopies;
import dev.larder.agent.core.store.redis.command.Abilities;
import dev.larder.agent.core.store.redis.command.LeaseTokens;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.connection.LettuceClient;
import dev.larder.agent.core.store.remote.RemoteConnector;
import dev.larder.agent.core.store.remote.RemoteListener;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to Redis.
 *
 * <p><b>Threads.</b> Thread-safe; {@link #connect} is meant for a background thread. Lettuce and its threads are
 * created with the first connection, not before.
 *
 * <p><b>Failure.</b> An address that cannot be used fails in {@link #create}, everything else in {@link #connect}.
 */
public final class RedisConnector implements RemoteConnector {

    private final RedisUrl url;
    private final RedisStoreSettings settings;
    private final Duration connectTimeout;
    private final LongAdder standbyHits;
    private final NamespaceOwner owner;

    private final AtomicBoolean saidNoUnlink = new AtomicBoolean();
    private final AtomicBoolean saidNoScan = new AtomicBoolean();

    /** Written under the lock; published to threads that wait for a connection, also while it is being made. */
    private volatile @Nullable LettuceClient lettuce;

    /** Done when there is one. */
    private final CompletableFuture<LettuceClient> begun = new CompletableFuture<>();

    /** As above. */
    private volatile boolean closed;

    /** Those of the last connection, for connections that test nothing themselves. Published to evicting threads. */
    private volatile Abilities abilities = new Abilities();

    private RedisConnector(
            RedisUrl url,
            RedisStoreSettings settings,
            Duration connectTimeout,
            LongAdder standbyHits,
            String application) {
        this.owner = new NamespaceOwner(settings.keys(), application);
        this.url = url;
        this.settings = settings;
        this.connectTimeout = connectTimeout;
        this.standbyHits = standbyHits;
    }

    /**
     * For the configured Redis, which must exist in {@code config}. Does not connect yet.
     *
     * @param getLatencyNanos gets, on callers' threads, how long each lookup took; for an unanswered one, how long its
     *     caller waited
     * @throws IllegalArgumentException if the URL cannot be used, in words for the operator and without its secrets
     */
    public static RedisConnector create(AgentConfig config, Ticker ticker, LongConsumer getLatencyNanos) {
        return create(config, Runnable::run, ticker, getLatencyNanos);
    }

    /**
     * The same.
     *
     * @param upkeep keeps the copies of what is read within their bounds, on other threads than the callers'
     */
    public static RedisConnector create(
            AgentConfig config, Executor upkeep, Ticker ticker, LongConsumer getLatencyNanos) {
        LongAdder standbyHits = new LongAdder();
        RedisUrl url = RedisUrl.parse(config.redis().url());
        RedisStoreSettings settings = new RedisStoreSettings(
                new KeySpace(config.namespace()),
                new LeaseTokens(),
                config.load().lease(),
                config.load().holdOff(),
                "",
                sayingOnce(Message.OTHER_NAMES.of(config.namespace())),
                () -> NearCopies.create(config.memory(), standbyHits, upkeep, ticker),
                sayingOnce(reason -> Message.NOT_NEAR.of(url, reason)),
                config.memory().standby() ? sayingOnce(reason -> Message.NO_STANDBY.of(url, reason)) : reason -> {},
                ticker,
                getLatencyNanos);
        return new RedisConnector(url, settings, config.redis().connectTimeout(), standbyHits, "");
    }

    private static Runnable sayingOnce(LogLine line) {
        Consumer<String> once = sayingOnce(nothing -> line);
        return () -> once.accept("");
    }

    private static Consumer<String> sayingOnce(Function<String, LogLine> line) {
        AtomicBoolean said = new AtomicBoolean();
        return about -> {
            if (!said.get() && said.compareAndSet(false, true)) {
                AgentLog.say(line.apply(about));
            }
        };
    }

    /** The same for the application of that name; logs a WARN if another application uses its namespace. */
    public RedisConnector usedBy(String application) {
        return new RedisConnector(url, settings, connectTimeout, standbyHits, application);
    }

    /**
     * The same for a process that makes names for the keys of sensitive methods, as others do.
     *
     * @param check the same for all that make the same names; empty for none
     */
    public RedisConnector hiding(String check) {
        return new RedisConnector(url, settings.hiding(check), connectTimeout, standbyHits, owner.application());
    }

    /** The same, counting which copies are used; null for not counting. */
    public RedisConnector counting(@Nullable UseSamples<EntryId> uses) {
        return new RedisConnector(url, settings.counting(uses), connectTimeout, standbyHits, owner.application());
    }

    @Override
    public RemoteStore connect(RemoteListener listener) throws StoreException {
        LettuceClient client = client();
        Budget budget = new Budget(settings.ticker(), connectTimeout);
        RedisSession session = new RedisSession(client.open(url, budget), listener, settings.ticker());
        RedisStore store = new RedisStore(session, settings);
        try {
            abilities = store.tryOut(budget);
            warnOfWhatIsMissing(abilities);
            owner.look(session, budget);
            return store;
        } catch (StoreException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public RemoteStore connectToEvict(RemoteListener listener, Budget budget) throws StoreException {
        RedisSession session = new RedisSession(client().open(url, budget), listener, settings.ticker());
        return new RedisStore(session, settings, abilities);
    }

    /** Logs each missing ability once, whatever else changes. */
    private void warnOfWhatIsMissing(Abilities abilities) {
        if (!abilities.unlinks() && saidNoUnlink.compareAndSet(false, true)) {
            AgentLog.say(Message.UNLINK_REFUSED.of(address()));
        }
        if (!abilities.scans() && saidNoScan.compareAndSet(false, true)) {
            AgentLog.say(Message.SCAN_REFUSED.of(address()));
        }
    }

    private synchronized LettuceClient client() throws StoreException {
        if (closed) {
            throw new StoreException("The agent is stopping", null);
        }
        LettuceClient made = lettuce;
        if (made == null) {
            made = new LettuceClient(connectTimeout);
            lettuce = made;
            begun.complete(made);
        }
        return made;
    }

    /**
     * Does not take the lock, which is held while Lettuce is created: that takes long in a process that is busy
     * starting.
     */
    @Override
    public CompletionStage<?> readArrived() {
        LettuceClient made = lettuce;
        if (made != null) {
            return made.readArrived();
        }
        return closed ? CompletableFuture.completedFuture(true) : begun.thenCompose(LettuceClient::readArrived);
    }

    @Override
    public long standbyHits() {
        return standbyHits.sum();
    }

    @Override
    public String address() {
        return url.toString();
    }

    @Override
    public synchronized void close() {
        closed = true;
        LettuceClient made = lettuce;
        if (made != null) {
            made.close();
            lettuce = null;
        }
    }
}
