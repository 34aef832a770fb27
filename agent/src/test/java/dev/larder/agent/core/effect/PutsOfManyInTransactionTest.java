package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.effect.many.PutElements;
import dev.larder.agent.core.effect.many.PutValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;

/** Puts of many in a transaction: what holds for {@link PutsInTransactionTest}, for each entry. */
final class PutsOfManyInTransactionTest extends TransactionWorld {

    private final MethodEffects saving = putting(false);

    private MethodEffects putting(boolean tagsNameTheResult) {
        PutElements elements = new ByFirst(tagsNameTheResult);
        return world.putting(new PutEffect(
                Texts.of("shop:{ids[]}"),
                PutEffect.RESULT,
                String.class,
                List.of(),
                60_000,
                60_000,
                false,
                false,
                new PutEffect.Many(elements, PutValues.BY_ID)));
    }

    /** Of a first argument with ids. */
    private record ByFirst(boolean tagsNameTheResult) implements PutElements {

        @Override
        public boolean needsResult() {
            return tagsNameTheResult;
        }

        @Override
        public List<Object> of(Object[] arguments, Object result) {
            return List.copyOf((List<?>) arguments[0]);
        }

        @Override
        public String keyOf(Object[] arguments, Object result, Object element) {
            return "shop:" + element;
        }

        @Override
        public List<String> tagsOf(Object[] arguments, Object result, Object element) {
            return tagsNameTheResult ? List.of("by:" + ((Map<?, ?>) result).size()) : List.of();
        }
    }

    private void save(String name, Integer... ids) throws Exception {
        save(saving, name, List.of(ids));
    }

    private void save(MethodEffects by, String name, List<Integer> ids) throws Exception {
        Map<Object, String> values = new LinkedHashMap<>();
        ids.forEach(id -> values.put(id, name + id));
        call(
                by,
                (World.Body) arguments -> {
                    items.rename(name);
                    return values;
                },
                ids);
    }

    private Object read(int id) throws Exception {
        return world.read("shop:" + id, () -> items.name() + id);
    }

    private void assertRead(String... names) throws Exception {
        for (int id = 1; id <= names.length; id++) {
            int each = id;
            assertThat(world.read("shop:" + each, () -> "loaded"))
                    .as("%s", each)
                    .isEqualTo(names[id - 1]);
        }
    }

    @Test
    void puts_areStoredAfterTheCommit() throws Exception {
        read(1);
        read(2);
        inTransaction(status -> {
            save("new", 1, 2, 3);
            assertThat(elsewhere(() -> read(1))).isEqualTo("old1");
        });
        assertRead("new1", "new2", "new3", "loaded");
        assertThat(store.heard)
                .containsExactly(
                        "takeOver shop:1",
                        "takeOver shop:2",
                        "takeOver shop:3",
                        "store shop:1",
                        "store shop:2",
                        "store shop:3");
    }

    @Test
    void rolledBack_leavesTheEntriesAsTheyAre() throws Exception {
        read(1);
        read(2);
        inTransaction(status -> {
            save("new", 1, 2);
            status.setRollbackOnly();
        });
        assertRead("old1", "old2");
        assertThat(store.heard)
                .containsExactly("takeOver shop:1", "takeOver shop:2", "release shop:1", "release shop:2");
    }

    @Test
    void tagsOfTheResult_areStoredAfterTheCommit() throws Exception {
        MethodEffects tagging = putting(true);
        read(1);
        inTransaction(status -> save(tagging, "new", List.of(1, 2)));
        assertRead("new1", "new2");
        inTransaction(status -> {
            save(tagging, "undone", List.of(1, 2));
            status.setRollbackOnly();
        });
        assertRead("new1", "new2");
    }

    @Test
    void overlappingPutsInOneTransaction_theLaterOnesAreStored() throws Exception {
        inTransaction(status -> {
            save("first", 1, 2);
            save("second", 2, 3);
        });
        assertRead("first1", "second2", "second3");
    }

    @Test
    void evictionOfOneAfterThePut_leavesTheOthers() throws Exception {
        inTransaction(status -> {
            save("new", 7, 1);
            call(evicting, () -> null);
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
        assertRead("new1");
    }

    @Test
    void putAfterAnEvictionOfOne_isStored() throws Exception {
        inTransaction(status -> {
            call(evicting, () -> null);
            save("new", 7, 1);
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("new7");
        assertRead("new1");
    }

    @Test
    void nestedTransactionRolledBackAfterThePuts_evictsThem() throws Exception {
        read(1);
        read(2);
        inTransaction(outer -> in(items.transaction(TransactionDefinition.PROPAGATION_NESTED), nested -> {
            save("undone", 1, 2);
            nested.setRollbackOnly();
        }));
        assertThat(store.heard).contains("evict [shop:1, shop:2][][]");
        assertThat(read(1)).isEqualTo("old1");
    }

    @Test
    void transactionInside_storesWithItsOwnCommit() throws Exception {
        read(1);
        read(2);
        read(3);
        inTransaction(outer -> {
            call(saving, (World.Body) arguments -> Map.of(1, "outer"), List.of(1));
            in(items.transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW), inner -> save("inner", 2, 3));
            assertThat(elsewhere(() -> world.read("shop:2", () -> "loaded"))).isEqualTo("inner2");
            outer.setRollbackOnly();
        });
        assertRead("old1", "inner2", "inner3");
    }

    @Test
    void transactionInsideRolledBack_leavesTheOuterOnesPuts() throws Exception {
        inTransaction(outer -> {
            call(saving, (World.Body) arguments -> Map.of(1, "outer"), List.of(1));
            in(items.transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW), inner -> {
                save("inner", 2, 3);
                inner.setRollbackOnly();
            });
        });
        assertRead("outer", "loaded", "loaded");
    }

    @Test
    void writersThatOverlap_leaveNothingOfTheOneThatCommittedFirst() throws Exception {
        CountDownLatch secondBegan = new CountDownLatch(1);
        AtomicReference<Future<Object>> second = new AtomicReference<>();
        inTransaction(status -> {
            save("first", 1, 2);
            second.set(threads.submit(() -> inTransaction(other -> call(
                    saving,
                    (World.Body) arguments -> {
                        secondBegan.countDown();
                        items.rename("second"); // waits for the row
                        return Map.of(2, "second2", 3, "second3");
                    },
                    List.of(2, 3)))));
            assertThat(secondBegan.await(10, TimeUnit.SECONDS)).isTrue();
        });
        second.get().get(10, TimeUnit.SECONDS);
        assertThat(read(2)).isEqualTo("second2");
        assertRead("first1", "second2", "second3");
    }

    /** The others are stored. */
    @Test
    void oneValueThatChangesBeforeTheCommit_isEvicted() throws Exception {
        JournalStore encoding = new JournalStore() {
            @Override
            boolean keepsReferences() {
                return false;
            }
        };
        World other = World.over(encoding, transactions);
        Map<Object, List<String>> values = new LinkedHashMap<>();
        values.put(1, new ArrayList<>(List.of("one")));
        values.put(2, new ArrayList<>(List.of("two")));
        MethodEffects lists = other.putting(new PutEffect(
                Texts.of("shop:{ids[]}"),
                PutEffect.RESULT,
                List.class,
                List.of(),
                60_000,
                60_000,
                false,
                false,
                new PutEffect.Many(new ByFirst(false), PutValues.BY_ID)));
        inTransaction(status -> {
            call(lists, () -> values, List.of(1, 2));
            values.get(2).add("added before the commit");
        });
        assertThat(encoding.heard)
                .containsExactly("takeOver shop:1", "takeOver shop:2", "store shop:1", "evict [shop:2][][]");
    }

    @Test
    void moreThanATransactionKeeps_theRestIsEvicted() throws Exception {
        List<Integer> ids = IntStream.rangeClosed(1, 1_002).boxed().toList();
        read(1_001);
        read(1_002);
        inTransaction(status -> save(saving, "new", ids));
        assertThat(store.heard.get(store.heard.size() - 1)).isEqualTo("evict [shop:1001, shop:1002][][]");
        assertThat(world.read("shop:1000", () -> "loaded")).isEqualTo("new1000");
        assertThat(world.read("shop:1001", () -> "loaded")).isEqualTo("loaded");
    }

    @Test
    void bodyThrows_theTransactionGoesOnWithoutIt() throws Exception {
        read(1);
        inTransaction(status -> {
            save("new", 2);
            try {
                call(
                        saving,
                        (World.Body) arguments -> {
                            throw new IllegalStateException("theirs");
                        },
                        List.of(1, 3));
            } catch (IllegalStateException theirs) {
                assertThat(theirs).hasMessage("theirs");
            }
        });
        assertRead("old1", "new2", "loaded");
    }
}
