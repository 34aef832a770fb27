package dev.larder.agent.core.link.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.WovenApplication;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ids that change during the call, by other threads or by the method; and maps that have their own idea of equal ids. */
@Timeout(60)
final class ChangedIdsTest {

    private WovenApplication application;
    private Object shop;

    @BeforeEach
    void weave() throws Exception {
        application = WovenApplication.over(
                MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                ChangedIdsTest.class);
        shop = application.woven(Shop.class).getConstructor().newInstance();
    }

    @AfterEach
    void close() throws Exception {
        application.close();
    }

    public static final class Shop {

        public volatile Runnable during = () -> {};

        @Cached(key = "user:{id}", ttl = 60)
        public String one(long id) {
            return "user " + id;
        }

        @Cached(key = "user:{ids[]}", ttl = 60)
        public Map<Long, String> many(Collection<Long> ids) {
            during.run();
            Map<Long, String> found = new HashMap<>();
            ids.forEach(id -> found.put(id, "user " + id));
            return found;
        }

        @Cached(key = "user:{ids[]}", ttl = 60)
        public List<String> listed(List<Long> ids) {
            during.run();
            List<String> found = new ArrayList<>();
            ids.forEach(id -> found.add("user " + id));
            return found;
        }

        @Cached(key = "user:{ids[]}", ttl = 60)
        public List<String> sorting(long... ids) {
            Arrays.sort(ids);
            return Arrays.stream(ids).mapToObj(id -> "user " + id).toList();
        }

        @Cached(key = "user:{ids[]}", ttl = 60)
        public List<String> sortingList(List<Long> ids) {
            Collections.sort(ids);
            return ids.stream().map(id -> "user " + id).toList();
        }

        @Cached(key = "user:{ids[]}", ttl = 60)
        public Map<Long, String> removing(Set<Long> ids) {
            ids.removeIf(id -> id > 1);
            Map<Long, String> found = new HashMap<>();
            ids.forEach(id -> found.put(id, "user " + id));
            return found;
        }

        @CachePut(key = "user:{ids[]}", ttl = 60, value = "{users}")
        public void putSorting(List<Long> ids, List<String> users) {
            Collections.sort(ids);
        }

        @CachePut(key = "user:{ids[]}", ttl = 60, value = "{users}", tags = "by:{result}")
        public String putSortingTagged(List<Long> ids, List<String> users) {
            Collections.sort(ids);
            return "somebody";
        }

        @Cached(key = "price:{ids[]}", ttl = 60)
        public Map<BigDecimal, String> prices(Collection<BigDecimal> ids) {
            Map<BigDecimal, String> found = new TreeMap<>();
            ids.forEach(id -> found.put(id, "price " + id));
            return found;
        }

        @Cached(key = "price:{id}", ttl = 60)
        public String price(BigDecimal id) {
            return "price " + id;
        }
    }

    private Object call(String name, Class<?> type, Object argument) throws Exception {
        return shop.getClass().getMethod(name, type).invoke(shop, argument);
    }

    private void during(Runnable change) throws Exception {
        shop.getClass().getField("during").set(shop, change);
    }

    private void assertSinglesAreRight(long... ids) throws Exception {
        for (long id : ids) {
            assertThat(call("one", long.class, id)).isEqualTo("user " + id);
        }
    }

    @Test
    void otherThreadRemovesIds_theBodyHasThoseOfTheCall() throws Exception {
        Set<Long> online = ConcurrentHashMap.newKeySet();
        online.addAll(List.of(1L, 2L, 3L));
        during(() -> online.remove(2L));
        assertThat(call("many", Collection.class, online)).isEqualTo(Map.of(1L, "user 1", 2L, "user 2", 3L, "user 3"));
        assertSinglesAreRight(1, 2, 3);
    }

    @Test
    void otherThreadReplacesAnId_theBodyHasThoseOfTheCall() throws Exception {
        List<Long> ids = new ArrayList<>(List.of(1L, 2L, 3L));
        during(() -> ids.set(1, 9L));
        assertThat(call("listed", List.class, ids)).isEqualTo(List.of("user 1", "user 2", "user 3"));
        assertSinglesAreRight(1, 2, 3, 9);
    }

    @Test
    @Expects(Message.UNFIT_RESULT)
    void bodySortsItsArray_nothingIsStored() throws Exception {
        long[] ids = {3, 1, 2};
        assertThat(call("sorting", long[].class, ids)).isEqualTo(List.of("user 1", "user 2", "user 3"));
        assertThat(ids).containsExactly(3, 1, 2);
        assertSinglesAreRight(1, 2, 3);
    }

    @Test
    @Expects(Message.UNFIT_RESULT)
    void bodySortsItsList_nothingIsStored() throws Exception {
        assertSinglesAreRight(2);
        assertThat(call("sortingList", List.class, new ArrayList<>(List.of(3L, 1L, 2L))))
                .isEqualTo(List.of("user 1", "user 2", "user 3"));
        assertSinglesAreRight(1, 2, 3);
    }

    @Test
    @Expects(Message.UNFIT_RESULT)
    void bodyRemovesIds_theirAbsenceIsNotKept() throws Exception {
        assertThat(call("removing", Set.class, new LinkedHashSet<>(List.of(1L, 2L, 3L))))
                .isEqualTo(Map.of(1L, "user 1"));
        assertSinglesAreRight(1, 2, 3);
    }

    @Test
    @Expects(Message.UNFIT_PUT)
    void bodyOfAPutSortsItsIds_theEntriesAreEvicted() throws Exception {
        assertSinglesAreRight(1, 2);
        shop.getClass()
                .getMethod("putSorting", List.class, List.class)
                .invoke(shop, new ArrayList<>(List.of(2L, 1L)), List.of("user 2", "user 1"));
        assertSinglesAreRight(1, 2);
    }

    /** Its entries are known only after the body, but its ids before. */
    @Test
    @Expects(Message.UNFIT_PUT)
    void bodyOfAPutWithATagOfTheResultSortsItsIds_theEntriesAreEvicted() throws Exception {
        assertSinglesAreRight(1, 2);
        shop.getClass()
                .getMethod("putSortingTagged", List.class, List.class)
                .invoke(shop, new ArrayList<>(List.of(2L, 1L)), List.of("user 2", "user 1"));
        assertSinglesAreRight(1, 2);
    }

    @Test
    @Expects(Message.UNFIT_RESULT)
    void mapTakesTwoIdsForOne_nothingIsStored() throws Exception {
        BigDecimal one = new BigDecimal("1.0");
        BigDecimal other = new BigDecimal("1.00");
        Map<?, ?> found = (Map<?, ?>) call("prices", Collection.class, List.of(one, other));
        assertThat(found.get(other)).isEqualTo("price 1.00");
        assertThat(call("price", BigDecimal.class, one)).isEqualTo("price 1.0");
        assertThat(call("price", BigDecimal.class, other)).isEqualTo("price 1.00");
    }
}
