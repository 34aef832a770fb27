package dev.larder.agent.core.link.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class LaterBatchInRedisTest extends LaterBatchContract {

    @AutoClose
    private static RedisOfShops redis;

    private volatile CountDownLatch answers = new CountDownLatch(0);

    @BeforeAll
    static void start() {
        redis = RedisOfShops.start();
    }

    @Override
    CacheStore store() throws Exception {
        CacheStore store = redis.connectEmptied();
        return new ForwardingStore(store) {
            @Override
            public List<Lookup> lookupAll(List<EntryId> ids, Budget budget) throws StoreException {
                try {
                    answers.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return store.lookupAll(ids, budget);
            }
        };
    }

    @Test
    void callersThread_neverWaitsForTheStore() throws Throwable {
        answers = new CountDownLatch(1);
        CompletableFuture<Object> given = later("many", ids(1, 2));
        assertThat(given).isNotDone();
        answers.countDown();
        assertThat(soon(given)).isEqualTo(Map.of(1L, "user 1.0", 2L, "user 2.0"));
        assertThat(this.<List<Thread>>field("threads")).doesNotContain(Thread.currentThread());
    }

    /** Of a burst, some calls wait for a thread that asks; what their callers do to the ids meanwhile does not matter. */
    @Test
    void callerHasChangedItsIdsBeforeTheStoreIsAsked() throws Throwable {
        answers = new CountDownLatch(1);
        List<Long> ids = ids(1, 2);
        CompletableFuture<Object> given = later("many", ids);
        ids.set(0, 77L);
        answers.countDown();
        assertThat(soon(given)).isEqualTo(Map.of(1L, "user 1.0", 2L, "user 2.0"));
    }

    @Test
    void bodyThatThrowsOrReturnsNull_failsTheFuture() throws Throwable {
        assertThatThrownBy(() -> soon("throwing", ids(1))).hasRootCauseMessage("thrown");
        assertThatThrownBy(() -> soon("nothing", ids(1))).hasRootCauseInstanceOf(NullPointerException.class);
        soon("many", ids(1));
        assertThat(runs()).containsExactly("throwing [1]", "nothing [1]", "many [1]");
        assertThat(application.counts().errors()).isZero();
    }
}
