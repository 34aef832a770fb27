package dev.larder.agent.core.codec.copy;

import static dev.larder.agent.core.codec.copy.CopySamples.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.Copies;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Collections that others may change at any time, changed while they are walked over. */
final class ChangingContainersTest {

    /** Does something when it is walked over, once: what another thread may do at that moment. */
    private static final class Disturbing extends AbstractSet<Object> {

        private @Nullable Runnable disturbance;

        @Override
        public Iterator<Object> iterator() {
            Runnable now = disturbance;
            disturbance = null;
            if (now != null) {
                now.run();
            }
            return Collections.emptyIterator();
        }

        @Override
        public int size() {
            return 0;
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {ConcurrentHashMap.class, ConcurrentSkipListMap.class})
    void map_thatChangesMeanwhile_isCopiedAsItWas(Class<? extends Map<Integer, Object>> type) throws Exception {
        Consumer<Map<Integer, Object>> shrinking = map -> map.keySet().removeIf(key -> key > 2);
        Consumer<Map<Integer, Object>> growing = map -> map.put(100, new StringBuilder("new"));
        for (Consumer<Map<Integer, Object>> change : List.of(shrinking, growing)) {
            Map<Integer, Object> map = type.getConstructor().newInstance();
            Disturbing first = new Disturbing();
            map.put(1, first);
            for (int i = 2; i <= 5; i++) {
                map.put(i, new StringBuilder().append(i));
            }
            first.disturbance = () -> change.accept(map);

            Copies copies = Prototype.of(map, ROOM);
            for (int i = 0; i < 2; i++) {
                assertThat(copies.copy()).hasToString("{1=[], 2=2, 3=3, 4=4, 5=5}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {ConcurrentLinkedQueue.class, ConcurrentLinkedDeque.class})
    void queue_thatChangesMeanwhile_isCopiedAsItWas(Class<? extends Collection<Object>> type) throws Exception {
        Consumer<Collection<Object>> shrinking = queue -> queue.removeIf(Integer.class::isInstance);
        Consumer<Collection<Object>> growing = queue -> queue.add(new StringBuilder("new"));
        for (Consumer<Collection<Object>> change : List.of(shrinking, growing)) {
            Collection<Object> queue = type.getConstructor().newInstance();
            Disturbing first = new Disturbing();
            Collections.addAll(queue, first, 1, 2, 3);
            first.disturbance = () -> change.accept(queue);

            Copies copies = Prototype.of(queue, ROOM);
            for (int i = 0; i < 2; i++) {
                assertThat(copies.copy()).hasToString("[[], 1, 2, 3]");
            }
        }
    }
}
