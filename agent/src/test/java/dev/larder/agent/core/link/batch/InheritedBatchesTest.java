package dev.larder.agent.core.link.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.fixtures.Silent;
import dev.larder.agent.fixtures.WovenApplication;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A generic interface has the annotations, a generic class the bodies, and a third class says what the ids are. */
@Silent
final class InheritedBatchesTest {

    public interface Repository<K, V> {

        @Cached(key = "row:{ids[]}", ttl = 60)
        Map<K, V> all(Collection<? extends K> ids);

        @Cached(key = "row:{id}", ttl = 60)
        V one(K id);
    }

    public static class Rows<K> {

        public final List<Object> runs = new ArrayList<>();

        public Map<K, String> all(Collection<? extends K> ids) {
            runs.add(new ArrayList<>(ids));
            Map<K, String> found = new HashMap<>();
            ids.forEach(id -> found.put(id, "row " + id));
            return found;
        }

        public String one(K id) {
            runs.add(id);
            return "row " + id;
        }
    }

    public static final class Users extends Rows<Long> implements Repository<Long, String> {}

    @Test
    @SuppressWarnings("unchecked")
    void inheritedBodyOfAGenericClass_isABatchOfTheIdsOfItsSubclass() throws Exception {
        try (WovenApplication application = WovenApplication.over(
                MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()),
                InheritedBatchesTest.class)) {
            Class<?> type = application.woven(Users.class);
            Object users = type.getConstructor().newInstance();
            List<Object> runs = (List<Object>) type.getField("runs").get(users);

            assertThat(type.getMethod("one", Object.class).invoke(users, 1L)).isEqualTo("row 1");
            Object all = type.getMethod("all", Collection.class).invoke(users, List.of(1L, 2L));
            assertThat(all).isEqualTo(Map.of(1L, "row 1", 2L, "row 2"));
            assertThat(type.getMethod("one", Object.class).invoke(users, 2L)).isEqualTo("row 2");
            assertThat(runs).containsExactly(1L, List.of(2L));
        }
    }
}
