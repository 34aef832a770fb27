package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On one server. */
final class NoticesTest extends NoticesContract {

    @AutoClose
    private static RedisServer server;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @Override
    RedisOrCluster redis() {
        return RedisOrCluster.of(server);
    }

    @AfterEach
    void makeRoom() {
        server.command("CONFIG", "SET", "maxmemory", "0");
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 9, 12, 15})
    void noticeThatRedisLoses_beginsTheEvictionAnew(int look) throws StoreException {
        evicting.at(look, () -> {
            server.command("DEL", "shop#\u0002");
            pages().forEach(this::read);
        });

        evictor.evict(Eviction.ofPattern("*"), evicting.budget());

        assertThat(found()).doesNotContain("old");
    }

    /** What is evicted makes room, so that loads are stored again while the eviction goes on. */
    @ParameterizedTest
    @ValueSource(ints = {3, 6, 9, 12})
    @Expects(Message.NOTICE_REFUSED)
    void h81_noticeThatAFullRedisRefuses_isPutUpBehindTheFirstPass(int look) throws StoreException {
        server.command("CONFIG", "SET", "maxmemory", "1");
        evicting.at(look, () -> {
            server.command("CONFIG", "SET", "maxmemory", "0");
            pages().forEach(this::read);
        });

        evictor.evict(new Eviction(keys(List.of("page:")), Set.of(), Set.of("row:*", "part:*")), evicting.budget());

        assertThat(found()).doesNotContain("old");
    }

    /** Before it was to be prolonged, or while it was. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7, 8, 9, 10, 11})
    @Expects(Message.NOTICE_REFUSED)
    void noticeThatAFullRedisDoesNotProlong_doesNotFailTheEviction(int look) throws StoreException {
        evicting.at(look, () -> {
            server.command("CONFIG", "SET", "maxmemory", "1");
            evicting.advance(Notices.LASTS.dividedBy(3));
        });

        evictor.evict(Eviction.ofPattern("*"), evicting.budget());

        assertThat(found()).isEmpty();
        server.command("CONFIG", "SET", "maxmemory", "0");
        pages().forEach(this::read);
        assertThat(found()).doesNotContain("old");
    }

    /** Nobody removes it but an eviction: it has no end in Redis. */
    @Test
    void noticeWithAFarEnd_goesWithTheNextEviction() throws StoreException {
        server.command("SET", "shop#\u0002", "deadbeef.1\ndeadbeef.1 9999999999999 p*\n");
        evictor.evict(Eviction.ofPattern("page:*"), evicting.budget());
        assertThat(server.command("EXISTS", "shop#\u0002")).isEqualTo(0L);
    }

    /** The body may have begun when the notice still counted, and the answer says that it did when it was read. */
    @Test
    void f47_noticeThatEndsWhileTheAnswerIsUnderWay_covers() throws Exception {
        evictor.evict(Eviction.ofKey("page:1"), evicting.budget());
        long end = System.currentTimeMillis() + 2_000;
        server.command("SET", "shop#\u0002", "deadbeef.1\ndeadbeef.1 " + end + " p*\n");
        try (FaultProxy proxy = FaultProxy.to(server.port());
                RedisConnector connector = Connectors.to(proxy.url()).make()) {
            RemoteStore store = connector.connect(new RecordingListener());
            proxy.hold(FaultProxy.Direction.TO_CLIENT);
            CompletableFuture<Claim> claim = CompletableFuture.supplyAsync(() -> claim(store));
            Awaitility.await().until(() -> System.currentTimeMillis() > end + 10);
            proxy.heal();
            assertThat(claim.get(20, TimeUnit.SECONDS)).isInstanceOf(Claim.Unstored.class);
        }
    }

    private static Claim claim(RemoteStore store) {
        try {
            return store.claim(new EntryId("page:1", "f1"), budget());
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void evictionThatIsOver_leavesNoNotice() throws StoreException {
        evictor.evict(Eviction.ofPattern("page:*"), evicting.budget());
        assertThat(server.command("EXISTS", "shop#\u0002")).isEqualTo(0L);
    }
}
