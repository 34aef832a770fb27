package dev.larder.agent.core.link.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Puts of many: which entries there are afterwards, and which are evicted instead. */
abstract class BatchPutContract extends ShopCalls {

    @Override
    Class<?> shopType() {
        return PutShop.class;
    }

    private Object user(long id, String name) throws Exception {
        return application
                .woven(PutShop.User.class)
                .getConstructor(long.class, String.class)
                .newInstance(id, name);
    }

    private Map<Long, Object> users(String name, long... ids) throws Exception {
        Map<Long, Object> users = new LinkedHashMap<>();
        for (long id : ids) {
            users.put(id, user(id, name));
        }
        return users;
    }

    /** Their names, and which of them had to be loaded. */
    private String read(long... ids) throws Throwable {
        runs();
        StringBuilder read = new StringBuilder();
        for (Map.Entry<?, ?> each : ((Map<?, ?>) call("many", ids(ids))).entrySet()) {
            Object name = each.getValue().getClass().getMethod("name").invoke(each.getValue());
            read.append(each.getKey()).append('=').append(name).append(' ');
        }
        return read + "" + runs();
    }

    @Test
    void mapParameter_eachIdHasItsValue() throws Throwable {
        call("many", ids(1, 3));
        call("saveById", ids(1, 2), users("saved", 1, 2));

        assertThat(read(1, 2, 3)).isEqualTo("1=saved 2=saved 3=loaded []");
        assertThat(call("one", 2L)).isEqualTo(user(2, "saved"));
        assertThat(application.allCounts().stores()).isEqualTo(4);
        assertThat(application.refusals()).isEmpty();
    }

    @Test
    void listOrArray_eachIdHasTheValueAtItsPlace() throws Throwable {
        call("saveInOrder", ids(2, 1), List.of(user(2, "second"), user(1, "first")));
        Object array = Array.newInstance(application.woven(PutShop.User.class), 1);
        Array.set(array, 0, user(3, "third"));
        call("saveArrays", new long[] {3}, array);

        assertThat(read(1, 2, 3)).isEqualTo("1=first 2=second 3=third []");
    }

    @Test
    void elementsWithTheirIds_areStoredUnderThese() throws Throwable {
        Collection<Object> users = new LinkedHashSet<>(List.of(user(1, "a"), user(2, "b")));
        call("saveAll", users);
        assertThat(read(1, 2)).isEqualTo("1=a 2=b []");
    }

    @Test
    void result_mapByIdOrListInOrderOrFutureOfThem() throws Throwable {
        call("update", ids(1, 2), "updated");
        call("updateInOrder", new long[] {3, 4});
        call("updateLater", ids(6));
        assertThat(read(1, 2, 3, 4, 6)).isEqualTo("1=updated 2=updated 3=updated 4=updated 6=later []");
    }

    @Test
    void idsInTheResult_areStoredIfTheyAreNew() throws Throwable {
        call("create", 3);
        assertThat(read(1, 2, 3)).isEqualTo("1=created 2=created 3=created []");
    }

    @Test
    void idWithoutAValue_isEvicted() throws Throwable {
        call("many", ids(4, 5));
        call("update", ids(4, 5), "updated");
        assertThat(read(4, 5)).isEqualTo("4=updated 5=loaded [many [5]]");
    }

    @Test
    void null_isStoredAsNull_orEvictsWithNullTtl0() throws Throwable {
        call("updateInOrder", new long[] {4, 5});
        assertThat(read(4, 5)).isEqualTo("4=updated []");
        Map<Long, Object> users = users("saved", 1);
        users.put(2L, null);
        call("saveWithoutNull", ids(1, 2), users);
        assertThat(read(1, 2)).isEqualTo("1=saved 2=loaded [many [2]]");
    }

    @Test
    void duplicates_areStoredOnce_andEvictedIfTheirValuesDiffer() throws Throwable {
        call("many", ids(1, 2));
        call("saveById", ids(1, 1), users("saved", 1));
        call("saveInOrder", ids(2, 2, 3), List.of(user(2, "x"), user(2, "y"), user(3, "z")));
        assertThat(read(1, 2, 3)).isEqualTo("1=saved 2=loaded 3=z [many [2]]");
    }

    @Test
    void listOfAnotherLengthOrNull_evictsAll() throws Throwable {
        call("many", ids(1, 2));
        call("saveInOrder", ids(1, 2), List.of(user(1, "a")));
        assertThat(read(1, 2)).isEqualTo("1=loaded 2=loaded [many [1, 2]]");
        call("saveById", ids(1, 2), null);
        assertThat(read(1, 2)).isEqualTo("1=loaded 2=loaded [many [1, 2]]");
        assertThat(application.allCounts().unfitResults()).isEqualTo(2);
    }

    @Test
    void emptyIds_storeNothing() throws Throwable {
        call("saveById", ids(), new HashMap<>());
        call("saveById", null, new HashMap<>());
        assertThat(application.allCounts().stores()).isZero();
        assertThat(application.allCounts().errors()).isZero();
    }

    @Test
    void bodyThrows_nothingIsStored_andLaterLoadsDo() throws Throwable {
        during(() -> {
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(() -> call("saveById", ids(1, 2), users("saved", 1, 2)))
                .hasMessage("no");
        assertThat(read(1, 2)).isEqualTo("1=loaded 2=loaded [many [1, 2]]");
        assertThat(read(1, 2)).isEqualTo("1=loaded 2=loaded []");
    }

    @Test
    void evictionWhileTheBodyRuns_thatIdIsEvictedAndTheOthersAreStored() throws Throwable {
        during(() -> call("evict", 2L));
        call("saveById", ids(1, 2, 3), users("saved", 1, 2, 3));
        assertThat(read(1, 2, 3)).isEqualTo("1=saved 2=loaded 3=saved [many [2]]");
    }

    @Test
    void loadThatBeganBefore_storesNothingOverIt() throws Throwable {
        during(() -> call("one", 1L));
        call("saveById", ids(1, 2), users("saved", 1, 2));
        assertThat(read(1, 2)).startsWith("1=loaded 2=saved");
        assertThat(read(1, 2)).isEqualTo("1=loaded 2=saved []");
    }

    @Test
    void bodyThatChangesItsIds_evictsBothAndStoresTheRest() throws Throwable {
        List<Long> ids = ids(1, 2);
        call("many", ids(1, 2, 3));
        during(() -> ids.set(1, 3L));
        call("saveById", ids, users("saved", 1, 2, 3));
        assertThat(read(1, 2, 3)).isEqualTo("1=saved 2=loaded 3=loaded [many [2, 3]]");
    }

    @Test
    void tagsOfOneId_evictThatAlone() throws Throwable {
        call("saveTagged", ids(1, 2), users("saved", 1, 2));
        call("evictTag", 1L);
        runs();
        call("tagged", ids(1, 2));
        assertThat(runs()).contains("tagged [1]");
    }

    @Test
    void valueThatDoesNotFit_isRefusedAndEvicts() throws Throwable {
        call("many", ids(1, 2, 3));
        call("count", ids(1));
        call("saveByName", ids(2), Map.of("2", user(2, "saved")));
        call("saveBoth", List.of(user(3, "saved")), users("saved", 3));

        assertThat(read(1, 2, 3)).isEqualTo("1=loaded 2=loaded 3=loaded [many [1, 2, 3]]");
        assertThat(application.refusals())
                .anyMatch(line -> line.contains("does not say what belongs to which"))
                .anyMatch(line -> line.contains("Map whose keys are of type java.lang.String"))
                .anyMatch(line -> line.contains("has a property of each element, {users[].id}"));
    }

    @Test
    void manyIds_areAllStored() throws Throwable {
        List<Long> ids = new ArrayList<>();
        Map<Long, Object> users = new HashMap<>();
        for (long id = 0; id < 1_200; id++) {
            ids.add(id);
            users.put(id, user(id, "saved"));
        }
        for (int i = 0; i < 50 && application.allCounts().stores() < 1_200; i++) {
            call("saveById", ids, users); // on a busy machine it may have to be sent again
        }
        assertThat(application.allCounts().stores()).isEqualTo(1_200);
        runs();
        assertThat((Map<?, ?>) call("many", ids)).hasSize(1_200);
        assertThat(runs()).isEmpty();
    }

    /** What a body does meanwhile. */
    @FunctionalInterface
    private interface Action {
        void run() throws Throwable;
    }

    private void during(Action action) throws Exception {
        shop.getClass().getField("during").set(shop, (Runnable) () -> {
            try {
                action.run();
            } catch (RuntimeException theirs) {
                throw theirs;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
    }
}
