package dev.larder.agent.core.codec.copy;

import static dev.larder.agent.core.codec.copy.CopySamples.ROOM;
import static dev.larder.agent.core.codec.copy.CopySamples.box;
import static dev.larder.agent.core.codec.copy.CopySamples.copyOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.copy.CopySamples.Box;
import dev.larder.agent.core.codec.copy.CopySamples.Pair;
import dev.larder.agent.core.codec.copy.CopySamples.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a copy keeps of how its objects refer to each other, and what it has apart from other copies. */
final class CopiedGraphsTest {

    @Test
    void copies_doNotSeeWhatOthersChange() throws Exception {
        List<Box> original = new ArrayList<>(List.of(new Box(new ArrayList<>(List.of("a")), 1), box(2)));
        Copies prototype = Prototype.of(original, ROOM);
        change(original);
        change(prototype.copy());

        List<?> copy = (List<?>) prototype.copy();
        assertThat(copy).hasSize(2);
        assertThat(((Box) copy.get(0)).content).isEqualTo(List.of("a"));
    }

    @SuppressWarnings("unchecked")
    private static void change(@Nullable Object list) {
        List<Box> boxes = (List<Box>) list;
        ((List<String>) boxes.get(0).content).add("b");
        boxes.get(1).content = null;
        boxes.add(box(3));
    }

    @Test
    void objectReferredToTwice_isOneObjectInTheCopy() throws Exception {
        Box twice = box(1);
        List<Box> copy = copyOf(new ArrayList<>(List.of(twice, box(2), twice)));

        assertThat(copy.get(0)).isSameAs(copy.get(2)).isNotSameAs(twice);
    }

    @Test
    void cycles_areCyclesInTheCopy() throws Exception {
        Box outer = box(1);
        Box inner = new Box(outer, 2);
        outer.content = List.of(inner, new HashMap<>(Map.of("self", outer)));

        Box copy = copyOf(outer);
        List<?> content = (List<?>) copy.content;
        assertThat(((Box) content.get(0)).content).isSameAs(copy);
        assertThat(((Map<?, ?>) content.get(1)).get("self")).isSameAs(copy);
        SameGraph.assertSame(outer, copy);
    }

    @Test
    void listThatContainsItself_doesSoInTheCopy() throws Exception {
        List<Object> list = new ArrayList<>();
        list.add(list);

        List<Object> copy = copyOf(list);
        assertThat(copy.get(0)).isSameAs(copy);
    }

    @Test
    void longChains_areCopied() throws Exception {
        Box chain = box(0);
        for (int i = 1; i < 20_000; i++) {
            chain = new Box(chain, i);
        }
        Box copy = copyOf(chain);
        int length = 1;
        while (copy.content instanceof Box next) {
            assertThat(next.number).isEqualTo(copy.number - 1);
            copy = next;
            length++;
        }
        assertThat(length).isEqualTo(20_000);
    }

    @Test
    void deepImmutableChain_isCopiedOrShared() throws Exception {
        Pair chain = new Pair(null, 0);
        for (int i = 1; i < 5_000; i++) {
            chain = new Pair(chain, i);
        }
        Pair copy = copyOf(chain);
        for (int i = 4_999; i > 0; i--) {
            assertThat(copy.right()).isEqualTo(i);
            copy = (Pair) copy.left();
        }
    }

    @Test
    void keysThatAreCopied_areFoundInTheCopy() throws Exception {
        Box byIdentity = box(1);
        for (Map<Object, Object> map : List.<Map<Object, Object>>of(
                new HashMap<>(),
                new LinkedHashMap<>(),
                new Hashtable<>(),
                new ConcurrentHashMap<>(),
                new IdentityHashMap<>())) {
            for (int i = 0; i < 100; i++) {
                map.put(box(i), box(i));
            }
            map.put(byIdentity, "found");
            Map<Object, Object> copy = copyOf(map);
            assertThat(copy).hasSize(101);
            copy.keySet().forEach(key -> assertThat(copy).containsKey(key));
            assertThat(copy).doesNotContainKey(byIdentity).containsValue("found");
        }
    }

    @Test
    void elementsOfSetsThatAreCopied_areFoundInTheCopy() throws Exception {
        for (Set<Object> set : List.<Set<Object>>of(
                new HashSet<>(List.of(box(1), box(2), new Point(3))),
                new LinkedHashSet<>(List.of(box(1), box(2))),
                Set.of(box(1), box(2), box(3), new Point(1)),
                Set.of(box(1), box(2)),
                Collections.unmodifiableSet(new HashSet<>(List.of(box(1)))))) {
            Set<Object> copy = copyOf(set);
            assertThat(copy).hasSameSizeAs(set);
            copy.forEach(each -> {
                assertThat(copy.contains(each)).isTrue();
                assertThat(set.stream().anyMatch(other -> other == each)).isFalse();
            });
        }
        Map<Object, Object> map = copyOf(Map.of(box(1), 1, box(2), 2, box(3), 3));
        map.keySet().forEach(key -> assertThat(map.get(key)).isNotNull());
    }

    @Test
    void mapThatIsInItsOwnKey_isOneMapInTheCopy() throws Exception {
        Map<Object, Object> map = new HashMap<>();
        Box key = box(1);
        map.put(key, "value");
        key.content = map;

        Map<Object, Object> copy = copyOf(map);
        Box copied = (Box) copy.keySet().iterator().next();
        assertThat(copied.content).isSameAs(copy);
        assertThat(copy.get(copied)).isEqualTo("value");
    }

    @Test
    void comparatorOfASortedCollection_isShared() throws Exception {
        List<String> order = new ArrayList<>(List.of("b", "a"));
        Comparator<String> byPlace = Comparator.comparing(order::indexOf);
        PriorityQueue<String> queue = new PriorityQueue<>(byPlace);
        queue.addAll(order);
        TreeSet<String> set = new TreeSet<>(byPlace);
        set.addAll(order);

        assertThat(copyOf(queue).comparator()).isSameAs(byPlace);
        assertThat(copyOf(queue).poll()).isEqualTo("b");
        assertThat(copyOf(set)).containsExactly("b", "a");
        assertThat(copyOf(set).comparator()).isSameAs(byPlace);
    }

    /** A list that ends with an object of its own. */
    private static final class Chain {
        static final Box END = new Box(null, -1);
        final Box first = new Box(END, 1);
        Box last = END;
    }

    @Test
    void constantOfTheClassThatRefersToIt_isShared() throws Exception {
        assertThat(copyOf(new Chain()).last).isSameAs(Chain.END);
    }

    @Test
    void synchronizedCollection_isNotCopiedWhileItChanges() throws Exception {
        List<Object> list = Collections.synchronizedList(new ArrayList<>(List.of(box(1))));
        CountDownLatch isCopying = new CountDownLatch(1);
        FutureTask<List<Object>> copying = new FutureTask<>(() -> {
            isCopying.countDown();
            return copyOf(list);
        });
        Thread copier = new Thread(copying);
        synchronized (list) {
            copier.start();
            isCopying.await();
            await().until(() -> copier.getState() == Thread.State.BLOCKED);
            list.add(box(2));
        }
        assertThat(copying.get()).hasSize(2);
    }

    @Test
    void accessOrder_isKept() throws Exception {
        Map<String, Object> map = new LinkedHashMap<>(16, 0.75f, true);
        map.put("a", box(1));
        map.put("b", box(2));
        map.get("a");

        Map<String, Object> copy = copyOf(map);
        assertThat(copy.keySet()).containsExactly("b", "a");
        copy.get("b");
        assertThat(copy.keySet()).containsExactly("a", "b");
    }

    @Test
    void viewOfAList_writesThroughToItsOwnList() throws Exception {
        List<Object> all = new ArrayList<>(List.of(1, 2, 3, 4));
        Pair copy = copyOf(new Pair(all, all.subList(1, 3)));

        @SuppressWarnings("unchecked")
        List<Object> view = (List<Object>) copy.right();
        view.set(0, "new");
        assertThat(copy.left()).isEqualTo(List.of(1, "new", 3, 4));
        assertThat(all).containsExactly(1, 2, 3, 4);
    }

    @Test
    void cachedViewsOfAMap_areThoseOfTheCopy() throws Exception {
        Map<String, Object> map = ContainersToCopy.hashMap(3);
        map.keySet();
        map.values();
        Map<String, Object> copy = copyOf(map);
        copy.keySet().clear();

        assertThat(copy).isEmpty();
        assertThat(map).hasSize(3);
    }
}
