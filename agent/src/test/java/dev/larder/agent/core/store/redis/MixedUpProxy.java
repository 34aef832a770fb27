package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import dev.larder.agent.fixtures.ReplyProxy;
import dev.larder.agent.fixtures.ReplyProxy.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A store behind a proxy that mixes up answers, and entries that say whose they are. */
abstract class MixedUpProxy {

    static final EntryId ONE = new EntryId("one", "f1");
    static final EntryId TWO = new EntryId("two", "f1");
    static final EntryId TAGGED = new EntryId("tagged", "f1", List.of("t"));
    static final long TTL_MILLIS = 60_000;

    @AutoClose
    static RedisServer server;

    final RecordingListener listener = new RecordingListener();
    ReplyProxy proxy;
    RedisConnector connector;
    RemoteStore store;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @BeforeEach
    void connect() throws StoreException {
        server.flush();
        proxy = ReplyProxy.to(server.port());
        connector = Connectors.to(proxy.url()).make();
        store = connector.connect(listener);
        for (EntryId id : List.of(ONE, TWO, TAGGED)) {
            load(id);
        }
    }

    @AfterEach
    void disconnect() {
        connector.close();
        proxy.close();
    }

    /** What a mixed-up proxy may deliver. */
    @SuppressWarnings("ImmutableEnumChecker") // each of them keeps no state
    enum Other {
        QUEUED(Fault.insert("+QUEUED\r\n")),
        OK(Fault.insert("+OK\r\n")),
        NUMBER(Fault.insert(":1\r\n")),
        ARRAY(Fault.insert("*2\r\n$1\r\n1\r\n$7\r\ngranted\r\n")),
        TEXT(Fault.insert("$6\r\nstored\r\n")),
        VALUE(Fault.insert("$42\r\n2:1999999999999:\n{\"another\":\"key's value\"}\r\n")),
        REPEATED(Fault.repeat()),
        LOST(Fault.lose());

        final Fault fault;

        Other(Fault fault) {
            this.fault = fault;
        }
    }

    void assertLost() {
        assertThat(listener.events())
                .first()
                .asString()
                .startsWith("lost: an answer came that belonged to another command");
    }

    void load(EntryId id) throws StoreException {
        assertThat(granted(id).store(CacheStoreContract.entry(id.key()), TTL_MILLIS, budget()))
                .isTrue();
    }

    Lease granted(EntryId id) throws StoreException {
        Claim claim = store.claim(id, budget());
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return ((Claim.Granted) claim).lease();
    }

    String text(EntryId id) throws StoreException {
        return CacheStoreContract.textOf(((Lookup.Fresh) store.lookup(id, budget())).entry());
    }

    static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(1));
    }

    static Budget shortBudget() {
        return new Budget(Ticker.system(), Duration.ofMillis(200));
    }
}
