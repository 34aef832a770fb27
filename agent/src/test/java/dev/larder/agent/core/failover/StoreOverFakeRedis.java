package dev.larder.agent.core.failover;

import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.config.RedisConfig;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.store.remote.RemoteConnector;
import dev.larder.agent.core.store.remote.RemoteListener;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FakeRemote;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;

/** A {@link FailoverStore} over a Redis in this process, whose steps the test holds up or fails. */
abstract class StoreOverFakeRedis {

    static final Duration SOON = Duration.ofSeconds(10);

    final FakeRemote remote = new FakeRemote();
    final AtomicBoolean reachable = new AtomicBoolean(true);
    final AtomicBoolean reachableBeside = new AtomicBoolean();
    final AtomicInteger errors = new AtomicInteger();
    final AtomicInteger connects = new AtomicInteger();
    final AtomicInteger spares = new AtomicInteger();
    final Deque<RemoteListener> listeners = new ArrayDeque<>();
    final Deque<RemoteListener> spareListeners = new ConcurrentLinkedDeque<>();

    @AutoClose
    final FailoverStore store = FailoverStore.over(
            new Gate(),
            () -> MemoryStore.fallback(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
            RedisConfig.disabled(),
            AgentThreads.background(),
            Ticker.system());

    void startInMode(Mode mode) {
        reachable.set(mode == Mode.REDIS);
        store.start();
        awaitMode(mode);
    }

    void comeBack() {
        reachable.set(true);
        awaitMode(Mode.REDIS);
    }

    void loseAndReturn() {
        int before = connects.get();
        listeners.getLast().lost("cut");
        await().atMost(SOON).until(() -> connects.get() > before);
        awaitMode(Mode.REDIS);
    }

    void awaitMode(Mode mode) {
        await().atMost(SOON).until(() -> store.status().mode() == mode);
    }

    Lookup lookup(String key) throws StoreException {
        return store.lookup(new EntryId(key, "f"), budget());
    }

    static StoredEntry.Encoded entry() {
        return CacheStoreContract.entry("v");
    }

    static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(1));
    }

    static void fail() throws StoreException {
        throw new StoreException("made to fail", null);
    }

    /** Steps run once: whatever they cause must not run them again. */
    FakeRemote.Step once(FakeRemote.Step step) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (!done.getAndSet(true)) {
                step.run();
            }
        };
    }

    /** Each connection is a new store, as with Redis; all of them have the same keys. */
    final class Gate implements RemoteConnector {

        @Override
        public RemoteStore connect(RemoteListener listener) throws StoreException {
            if (!reachable.get()) {
                throw new StoreException("unreachable by order of the test", null);
            }
            if (errors.getAndDecrement() > 0) {
                throw new OutOfMemoryError("injected");
            }
            listeners.add(listener);
            connects.incrementAndGet();
            return remote.newConnection();
        }

        @Override
        public RemoteStore connectToEvict(RemoteListener listener, Budget budget) throws StoreException {
            if (!reachable.get() && !reachableBeside.get()) {
                throw new StoreException("unreachable by order of the test", null);
            }
            spareListeners.add(listener);
            spares.incrementAndGet();
            return remote.newConnection();
        }

        @Override
        public CompletionStage<?> readArrived() {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public String address() {
            return "fake://remote";
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
