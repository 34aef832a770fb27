package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.tx.OwnView;
import dev.larder.agent.core.tx.Transaction;
import dev.larder.agent.core.tx.UnfinishedWrites;
import dev.larder.agent.fixtures.Expects;
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
@Expects(Message.NOT_STORED_IN_TRANSACTION)
final class CallInTransactionTest {

    private static final String KEY = "shop:7";

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final CapturingStore store = new CapturingStore();
    private final Calls calls = Calls.over(store);

    @Test
    void h69_missInsideAWritingTransaction_runsTheBodyAndLeavesNothing() throws Throwable {
        calls.transaction = new Open(true);
        assertThat(calls.call(KEY, () -> "uncommitted")).isEqualTo("uncommitted");
        calls.transaction = null;
        assertThat(calls.call(KEY, () -> "committed")).isEqualTo("committed");
        assertThat(store.claimed).hasSize(1);
        assertThat(calls.counts().misses()).isEqualTo(2);
        assertThat(calls.counts().stores()).isEqualTo(1);
    }

    @Test
    void hitInsideAWritingTransaction_isAHit() throws Throwable {
        calls.call(KEY, () -> "a");
        calls.transaction = new Open(true);
        assertThat(calls.call(KEY, () -> "b")).isEqualTo("a");
    }

    @Test
    void missInsideAReadOnlyTransaction_isStored() throws Throwable {
        calls.transaction = new Open(false);
        calls.call(KEY, () -> "a");
        assertThat(calls.call(KEY, () -> "b")).isEqualTo("a");
    }

    @Test
    void missInsideAWritingTransaction_whileAnotherLoads_waitsForNobody() throws Throwable {
        CountDownLatch mayReturn = new CountDownLatch(1);
        CountDownLatch loading = new CountDownLatch(1);
        Future<Object> leader = calls.submit(threads, KEY, () -> {
            loading.countDown();
            mayReturn.await();
            return "a";
        });
        loading.await();
        calls.transaction = new Open(true);
        assertThat(calls.call(KEY, () -> "own")).isEqualTo("own");
        mayReturn.countDown();
        assertThat(leader.get(5, TimeUnit.SECONDS)).isEqualTo("a");
    }

    @Test
    void missInsideAWritingTransaction_letsNobodyWaitForIt() throws Throwable {
        calls.transaction = new Open(true);
        Object outer = calls.call(KEY, () -> {
            calls.transaction = null;
            Future<Object> another = calls.submit(threads, KEY, () -> "another's");
            assertThat(another.get(5, TimeUnit.SECONDS)).isEqualTo("another's");
            return "own";
        });
        assertThat(outer).isEqualTo("own");
        assertThat(calls.call(KEY, () -> "unexpected")).isEqualTo("another's");
    }

    @Test
    void h69_transactionThatHasWritten_isHiddenFromTheCacheUntilItsEnd() throws Throwable {
        calls.call(KEY, () -> "old");
        UnfinishedWrites.Token written = calls.engine.unfinishedWrites().begin(true);
        assertThat(calls.call(KEY, () -> "own write")).isEqualTo("own write");
        assertThat(calls.submit(threads, KEY, () -> "unexpected").get(5, TimeUnit.SECONDS))
                .isEqualTo("old");
        written.end();
        assertThat(calls.call(KEY, () -> "unexpected")).isEqualTo("old");
        assertThat(calls.counts().bypasses()).isEqualTo(1);
        assertThat(calls.counts().hits()).isEqualTo(2);
    }

    @Test
    void lookUpUnanswered_insideAWritingTransaction_doesNotShareALoad() throws Throwable {
        SilentStore silent = new SilentStore();
        Calls overSilent = Calls.over(silent);
        CountDownLatch mayReturn = new CountDownLatch(1);
        Future<Object> leader = overSilent.submit(threads, KEY, () -> {
            mayReturn.await();
            return "a";
        });
        Awaitility.await().until(() -> overSilent.engine.flights().size() == 1);
        silent.silent = true;
        overSilent.transaction = new Open(true);
        assertThat(overSilent.call(KEY, () -> "own")).isEqualTo("own");
        mayReturn.countDown();
        assertThat(leader.get(5, TimeUnit.SECONDS)).isEqualTo("a");
    }

    /** One that neither commits nor rolls back. */
    private record Open(boolean mayWrite) implements Transaction {

        @Override
        public OwnView ownView() {
            return mayWrite ? OwnView.MAY_WRITE : null;
        }

        @Override
        public boolean canChangeThreads() {
            return true;
        }

        @Override
        public Ending ending() {
            return null;
        }

        @Override
        public boolean onEnd(Ending ending) {
            return false;
        }
    }
}
