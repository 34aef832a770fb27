package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class HeldOffCallTest {

    private static final String KEY = "shop:7";

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final HoldingOff store = new HoldingOff();
    private final Calls calls = Calls.over(store);

    @Test
    void heldOff_returnsTheResultAndStoresNothing() throws Throwable {
        store.heldOff = true;
        assertThat(calls.call(KEY, () -> "may be old")).isEqualTo("may be old");
        store.heldOff = false;
        assertThat(calls.call(KEY, () -> "a")).isEqualTo("a");
        assertThat(calls.call(KEY, () -> "b")).isEqualTo("a");
        assertThat(calls.counts().misses()).isEqualTo(2);
        assertThat(calls.counts().loads()).isEqualTo(2);
        assertThat(calls.counts().stores()).isEqualTo(1);
        assertThat(calls.counts().refusedStores()).isZero();
        assertThat(calls.counts().unfitResults()).isZero();
    }

    @Test
    void heldOff_callersOfTheKey_neitherWaitForNorGetTheResult() throws Throwable {
        store.heldOff = true;
        CountDownLatch othersAreDone = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        Future<Object> first = calls.submit(threads, KEY, () -> {
            running.countDown();
            othersAreDone.await();
            return "first's";
        });
        running.await();
        for (int i = 0; i < 3; i++) {
            String own = "own " + i;
            assertThat(calls.submit(threads, KEY, () -> own).get(5, TimeUnit.SECONDS))
                    .isEqualTo(own);
        }
        othersAreDone.countDown();
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("first's");
        assertThat(calls.engine.flights().size()).isZero();
    }

    /** Nothing is stored while an eviction of several steps is under way, or while the first connection is being made. */
    @Test
    void unstored_callersWhoCameBeforeTheBody_shareIt() throws Throwable {
        store.unstored = true;
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<Object> first = calls.submit(threads, KEY, () -> {
            running.countDown();
            goOn.await();
            return "first's";
        });
        running.await();
        List<Future<Object>> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String own = "own " + i;
            others.add(calls.submit(threads, KEY, () -> own));
        }
        Awaitility.await().until(() -> calls.engine.flights().waiting() == 5);
        goOn.countDown();
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("first's");
        Set<Object> seen = new HashSet<>();
        for (Future<Object> other : others) {
            seen.add(other.get(5, TimeUnit.SECONDS));
        }
        assertThat(seen).hasSize(1).doesNotContain("first's");
        assertThat(calls.counts().stores()).isZero();
        assertThat(calls.counts().errors()).isZero();
        assertThat(calls.counts().loads()).isEqualTo(2);
        assertThat(calls.engine.flights().size()).isZero();
    }

    /** Somebody has just evicted whatever is asked for. */
    private static final class HoldingOff extends ForwardingStore {

        private volatile boolean heldOff;
        private volatile boolean unstored;

        @Override
        public Claim claim(EntryId id, Budget budget) throws StoreException {
            if (unstored) {
                return new Claim.Unstored();
            }
            return heldOff ? new Claim.HeldOff() : super.claim(id, budget);
        }
    }
}
