package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.write.DirectPut;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;

/** Puts in a transaction, of methods and of the programmatic API. */
final class PutsInTransactionTest extends TransactionWorld {

    @Test
    void put_isStoredAfterTheCommit() throws Exception {
        read();
        inTransaction(status -> {
            call(putting, () -> items.rename("new"));
            assertThat(elsewhere(this::read)).isEqualTo("old");
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("new");
    }

    @Test
    void putRolledBack_leavesTheEntryAsItIs() throws Exception {
        read();
        inTransaction(status -> {
            call(putting, () -> items.rename("new"));
            status.setRollbackOnly();
        });
        assertThat(store.heard).containsExactly("takeOver shop:7", "release shop:7");
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("old");
    }

    @Test
    void putKeyedByItsResult_isStoredAfterTheCommit() throws Exception {
        inTransaction(status -> call(world.putting(put(Texts.ofResult(result -> KEY))), () -> items.rename("new")));
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("new");
    }

    @Test
    void putTwiceInOneTransaction_theLaterOneIsStored() throws Exception {
        inTransaction(status -> {
            call(putting, () -> items.rename("first"));
            call(putting, () -> items.rename("second"));
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("second");
    }

    @Test
    void putAfterAnEvictionInOneTransaction_isStored() throws Exception {
        inTransaction(status -> {
            call(evicting, () -> items.rename("first"));
            call(putting, () -> items.rename("second"));
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("second");
    }

    @Test
    void evictionAfterAPutInOneTransaction_leavesNothing() throws Exception {
        inTransaction(status -> {
            call(putting, () -> items.rename("first"));
            call(evicting, () -> items.rename("second"));
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    void nestedTransactionRolledBackAfterAPut_evictsIt() throws Exception {
        read();
        inTransaction(outer -> in(items.transaction(TransactionDefinition.PROPAGATION_NESTED), nested -> {
            call(putting, () -> items.rename("undone"));
            nested.setRollbackOnly();
        }));
        assertThat(read()).isEqualTo("old");
        assertThat(store.heard).contains("evict [shop:7][][]");
    }

    @Test
    void valueThatChangesBeforeTheCommit_evicts() throws Exception {
        List<String> lines = new ArrayList<>(List.of("returned"));
        PutEffect put = new PutEffect(Texts.of("lines"), PutEffect.RESULT, List.class, List.of(), 60_000, 60_000);
        JournalStore encoding = new JournalStore() {
            @Override
            boolean keepsReferences() {
                return false;
            }
        };
        World other = World.over(encoding, transactions);
        inTransaction(status -> {
            call(other.putting(put), () -> lines);
            lines.add("added before the commit");
        });
        assertThat(encoding.heard).containsExactly("takeOver lines", "evict [lines][][]");
    }

    @Test
    void writersThatOverlap_leaveNothingOfTheOneThatCommittedFirst() throws Exception {
        CountDownLatch secondBegan = new CountDownLatch(1);
        AtomicReference<Future<Object>> second = new AtomicReference<>();
        inTransaction(status -> {
            call(putting, () -> items.rename("first"));
            second.set(threads.submit(() -> inTransaction(other -> call(putting, () -> {
                secondBegan.countDown();
                return items.rename("second"); // waits for the row
            }))));
            assertThat(secondBegan.await(10, TimeUnit.SECONDS)).isTrue();
        });
        second.get().get(10, TimeUnit.SECONDS);
        assertThat(items.name()).isEqualTo("second");
        assertThat(read()).isEqualTo("second");
    }

    @Test
    void programmaticEviction_waitsForTheCommit() throws Exception {
        inTransaction(status -> {
            world.writes.evict(Eviction.ofKey(KEY), transactions);
            assertThat(store.heard).isEmpty();
        });
        assertThat(store.heard).containsExactly("evict [shop:7][][]");
    }

    @Test
    void programmaticPut_isLeftToTheCommitOfATransactionOnly() throws Exception {
        assertThat(world.writes.putAtCommit(puts(1), transactions)).isFalse();
        assertThat(store.heard).isEmpty();
        inTransaction(status -> {
            assertThat(world.writes.putAtCommit(puts(1), transactions)).isTrue();
            assertThat(store.heard).isEmpty();
        });
        assertThat(store.heard).containsExactly("putAll 1");
    }

    @Test
    void programmaticPuts_travelInBulkAndOverAThousandAreEvictions() throws Exception {
        inTransaction(status -> world.writes.putAtCommit(puts(1_001), transactions));
        assertThat(store.heard)
                .containsExactly("putAll 250", "putAll 250", "putAll 250", "putAll 250", "evict [put:1000][][]");
    }

    @Test
    void programmaticPuts_whoseStoreFails_areEvictedAllTogether() throws Exception {
        store.failing = "putAll";
        inTransaction(status -> world.writes.putAtCommit(puts(600), transactions));
        assertThat(store.heard).hasSize(2).startsWith("putAll 250");
        assertThat(store.heard.get(1)).startsWith("evict [put:0, put:1, ").endsWith("][][]");
    }

    @Test
    void nestedTransactionRolledBackAfterAProgrammaticPut_evictsIt() throws Exception {
        inTransaction(outer -> in(items.transaction(TransactionDefinition.PROPAGATION_NESTED), nested -> {
            world.writes.putAtCommit(puts(1), transactions);
            nested.setRollbackOnly();
        }));
        assertThat(store.heard).containsExactly("evict [put:0][][]");
    }

    private static List<DirectPut> puts(int count) {
        StoredEntry.Encoded entry = new StoredEntry.Encoded("new".getBytes(StandardCharsets.UTF_8));
        return IntStream.range(0, count)
                .mapToObj(i -> new DirectPut(new EntryId("put:" + i, "fingerprint"), entry, 60_000))
                .toList();
    }
}
