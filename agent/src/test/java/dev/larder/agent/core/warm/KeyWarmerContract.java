package dev.larder.agent.core.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.WarmConfig;
import dev.larder.agent.core.stats.UseSamples;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.memory.NearCopies;
import dev.larder.agent.core.store.redis.RedisConnector;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.Configs;
import dev.larder.agent.fixtures.RecordingListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one process has used is in the next one's memory, whatever Redis runs on. */
abstract class KeyWarmerContract {

    static final String USED = "shop#\u0004";
    static final int KEYS = 20;
    static final WarmConfig CONFIG = new WarmConfig(Duration.ZERO, 10_000, KEYS);

    private static final EntryId TAGGED = new EntryId("user:tagged", "f1", List.of("users", "people"), null, true);

    private final List<Process> processes = new ArrayList<>();
    private Process before;

    /** Where Redis is. */
    abstract String url();

    /** What the server of that key answers. */
    abstract Object command(String key, String... words);

    /** Removes everything. */
    abstract void flush();

    @BeforeEach
    void startTheFirst() throws StoreException {
        flush();
        before = start(CONFIG);
    }

    @AfterEach
    void end() {
        processes.forEach(Process::close);
    }

    private Process start(WarmConfig config) throws StoreException {
        Process started = new Process(url(), config);
        processes.add(started);
        return started;
    }

    @Test
    void entriesUsedBefore_areInTheMemoryOfTheNext_withoutACommandForEachCall() throws StoreException {
        for (int i = 0; i < KEYS; i++) {
            before.load(id(i), "value " + i);
            before.use(id(i), 1 + i % 3);
        }
        before.load(TAGGED, "tagged");
        before.use(TAGGED, 5);
        before.end();

        Process next = start(CONFIG);
        next.warm();

        assertThat(next.warmer.read()).isEqualTo(KEYS);
        assertThat(next.kept(TAGGED)).isEqualTo("tagged");
        int kept = 0;
        for (int i = 0; i < KEYS; i++) {
            kept += ("value " + i).equals(next.kept(id(i))) ? 1 : 0;
        }
        assertThat(kept).as("all but one, of those used least").isEqualTo(KEYS - 1);
    }

    @Test
    void copyThatItsFirstReaderKeeps_endsAsAny() throws StoreException {
        before.load(id(1), "old");
        before.use(id(1), 3);
        before.end();
        Process next = start(CONFIG);
        next.warm();

        StoredEntry.Encoded read = (StoredEntry.Encoded) next.near(id(1));
        assertThat(read.fill().begin()).isTrue();
        read.fill().keep(StoredEntry.Local.of("old", null));
        assertThat(next.near(id(1))).isInstanceOf(StoredEntry.Local.class);
        assertThat(next.store.near().memoryEntries()).isEqualTo(1);

        before.store.evict(Eviction.ofKey(id(1).key()), millis());
        await().until(() -> next.near(id(1)) == null);
    }

    @Test
    void h86_evictedElsewhere_afterItWasReadAhead_isServedToNobody() throws StoreException {
        before.load(id(1), "old");
        before.use(id(1), 3);
        before.load(TAGGED, "tagged");
        before.use(TAGGED, 3);
        before.end();
        Process next = start(CONFIG);
        next.warm();
        assertThat(next.kept(id(1))).isEqualTo("old");
        StoredEntry.Encoded begun = (StoredEntry.Encoded) next.near(id(1));

        before.store.evict(Eviction.ofKey(id(1).key()), millis());
        await().until(() -> next.near(id(1)) == null);
        begun.fill().keep(StoredEntry.Local.of("old", null));
        assertThat(next.near(id(1))).isNull();

        before.store.evict(Eviction.ofTag("people"), millis());
        await().until(() -> next.near(TAGGED) == null);
    }

    @Test
    void evictionHere_ofEverything_endsWhatWasReadAhead() throws StoreException {
        before.load(id(1), "old");
        before.use(id(1), 3);
        before.end();
        Process next = start(CONFIG);
        next.warm();

        next.store.evict(Eviction.ofPattern(Eviction.EVERYTHING), millis());

        assertThat(next.near(id(1))).isNull();
        assertThat(next.store.near().memoryEntries()).isZero();
    }

    @Test
    void entriesThatHaveGone_andThoseOfOtherTypes_areNotThere() throws StoreException {
        before.load(id(1), "gone");
        before.use(id(1), 3);
        before.load(id(2), "there");
        before.use(id(2), 3);
        before.end();
        before.store.evict(Eviction.ofKey(id(1).key()), millis());

        Process next = start(CONFIG);
        next.warm();

        assertThat(next.warmer.read()).isEqualTo(1);
        assertThat(next.near(id(1))).isNull();
        assertThat(next.near(new EntryId(id(2).key(), "f2", List.of(), null, true)))
                .as("the entry of another type")
                .isNull();
    }

    @Test
    void names_thatNobodyOfOursHasWritten_areCountedAndIgnored() throws StoreException {
        before.load(id(1), "there");
        before.use(id(1), 3);
        before.end();
        command(USED, "ZADD", USED, "1e300", "no name", "1e9", "f1 \nuser:1", "1e9", "\n", "inf", "f1\n");

        Process next = start(CONFIG);
        next.warm();

        assertThat(next.warmer.read()).isEqualTo(1);
        assertThat(next.warmer.ignored()).isEqualTo(4);

        next.use(id(1), 1);
        next.end();
        assertThat(command(USED, "ZCARD", USED))
                .as("those from the far future have gone")
                .isEqualTo(1L);
    }

    @Test
    void key_ofAnotherType_isReplaced() throws StoreException {
        command(USED, "SET", USED, "text");
        Process next = start(CONFIG);
        next.warm();
        assertThat(next.warmer.ignored()).isZero();

        before.load(id(1), "there");
        before.use(id(1), 3);
        before.end();
        assertThat(command(USED, "ZCARD", USED)).isEqualTo(1L);
        assertThat((long) command(USED, "PTTL", USED)).isPositive();
    }

    /** What was used a day ago weighs nothing beside what is used now. */
    @Test
    void uses_ofLongAgo_comeAfterThoseOfNow_andLeave() throws StoreException {
        before.load(id(1), "now");
        before.use(id(1), 2);
        before.end();
        double now = Double.parseDouble(score(1));
        command(USED, "ZADD", USED, "" + (now - 24 + 10), "f1\nuser:2", "" + (now - 100), "f1\nuser:3");

        before.use(id(1), 2);
        before.end();

        assertThat(Double.parseDouble(score(1))).isBetween(now + 0.99, now + 1.1);
        assertThat(before.store.mostUsed(KEYS, millis()).entries())
                .extracting(EntryId::key)
                .containsExactly("user:1", "user:2");
    }

    private String score(int number) {
        Object score = command(USED, "ZSCORE", USED, "f1\nuser:" + number);
        return score instanceof byte[] text ? new String(text, StandardCharsets.UTF_8) : score.toString();
    }

    static EntryId id(int number) {
        return new EntryId("user:" + number, "f1", List.of(), null, true);
    }

    static Budget millis() {
        return new Budget(Ticker.system(), Duration.ofSeconds(2));
    }

    /** One of several that share a Redis. */
    static final class Process implements AutoCloseable {

        final UseSamples<EntryId> uses;
        final RedisConnector connector;
        final RemoteStore store;
        final KeyWarmer warmer;

        Process(String url, WarmConfig config) throws StoreException {
            uses = new UseSamples<>(config.keys(), Ticker.system().nanoTime());
            connector = RedisConnector.create(Configs.over(url), Ticker.system(), nanos -> {})
                    .counting(uses);
            store = connector.connect(new RecordingListener());
            warmer = new KeyWarmer(config, uses, this::checked, () -> true, Ticker.system(), Thread::new);
        }

        private RemoteStore checked() {
            try {
                store.check(millis());
                return store;
            } catch (StoreException closed) {
                return null;
            }
        }

        /** As a process that ends in an orderly way. */
        void end() {
            warmer.stop();
            warmer.note();
        }

        void warm() {
            warmer.start();
            await().until(warmer::isSettled);
        }

        void load(EntryId id, String value) throws StoreException {
            Lease lease = store.takeOver(id, null, millis());
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            assertThat(lease.store(new StoredEntry.Encoded(bytes), 60_000, millis()))
                    .isTrue();
        }

        /** As a copy that is found is counted, without waiting for its turn. */
        void use(EntryId id, int times) throws StoreException {
            await().until(() -> {
                checked();
                if (near(id) instanceof StoredEntry.Local) {
                    return true;
                }
                if (store.lookup(id, millis()) instanceof Lookup.Fresh fresh
                        && fresh.entry() instanceof StoredEntry.Encoded read
                        && read.fill() != null
                        && read.fill().begin()) {
                    read.fill().keep(StoredEntry.Local.of(new String(read.envelope(), StandardCharsets.UTF_8), null));
                }
                return false;
            });
            Map<EntryId, Integer> counted = uses.top();
            int wanted = counted.getOrDefault(id, 0) + times;
            await().pollInSameThread().until(() -> {
                near(id);
                return uses.top().getOrDefault(id, 0) >= wanted;
            });
        }

        StoredEntry near(EntryId id) throws StoreException {
            if (id.tags().isEmpty()) {
                return store.near().peek(null, id.key(), id.fingerprint(), 0);
            }
            return ((NearCopies) store.near()).find(id);
        }

        /** What was read ahead, as text. */
        String kept(EntryId id) throws StoreException {
            return near(id) instanceof StoredEntry.Encoded read
                    ? new String(read.envelope(), StandardCharsets.UTF_8)
                    : null;
        }

        @Override
        public void close() {
            warmer.stop();
            connector.close();
        }
    }
}
