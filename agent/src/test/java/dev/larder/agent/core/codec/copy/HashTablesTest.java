package dev.larder.agent.core.codec.copy;

import static dev.larder.agent.core.codec.copy.CopySamples.ROOM;
import static dev.larder.agent.core.codec.copy.CopySamples.copyOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.copy.CopySamples.Point;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tables of hash maps are copied as they are, without hashing a key. */
final class HashTablesTest {

    @Test
    void entryAfterItsMap_isTheEntryOfTheCopiedMap() throws Exception {
        Map<String, Point> map = new HashMap<>(Map.of("a", new Point(1)));
        Object[] copy = copyOf(new Object[] {map, map.entrySet().iterator().next()});

        assertIsEntryOf(copy[0], copy[1]);
    }

    @Test
    void entryBeforeItsMap_isTheEntryOfTheCopiedMap() throws Exception {
        Map<String, Point> map = new HashMap<>(Map.of("a", new Point(1)));
        Object[] copy = copyOf(new Object[] {map.entrySet().iterator().next(), map});

        assertIsEntryOf(copy[1], copy[0]);
    }

    @SuppressWarnings("unchecked")
    private static void assertIsEntryOf(Object map, Object entry) {
        assertThat(map).isEqualTo(Map.of("a", new Point(1)));
        Point another = new Point(2);
        ((Map.Entry<String, Point>) entry).setValue(another);
        assertThat(((Map<String, Point>) map).get("a")).isSameAs(another);
    }

    @Test
    void entriesInOnePlace_keepTheirOrderAndHaveValuesOfTheirOwn() throws Exception {
        Map<String, Point> map = new HashMap<>();
        for (String colliding : List.of("AaAa", "BBBB", "AaBB", "other")) {
            map.put(colliding, new Point(map.size()));
        }
        Map<String, Point> copy = copyOf(map);

        assertThat(copy).isEqualTo(map);
        assertThat(new ArrayList<>(copy.keySet())).isEqualTo(new ArrayList<>(map.keySet()));
        map.forEach((key, point) -> assertThat(copy.get(key)).isNotSameAs(point));
        copy.put("BBBB", new Point(99));
        copy.remove("AaAa");
        assertThat(copy).hasSize(3).containsEntry("AaBB", new Point(2));
        assertThat(map).hasSize(4);
    }

    @Test
    void orderOfATableWithSpareRoom_isKept() throws Exception {
        Map<Integer, Point> map = new HashMap<>(1 << 12);
        IntStream.range(0, 40).forEach(i -> map.put(i * 1_000, new Point(i)));
        Map<Integer, Point> copy = copyOf(map);

        assertThat(new ArrayList<>(copy.entrySet())).isEqualTo(new ArrayList<>(map.entrySet()));
    }

    @Test
    void tableWithATree_isCopied() throws Exception {
        Map<String, Point> map = new HashMap<>(256);
        for (int i = 0; i < 32; i++) {
            StringBuilder colliding = new StringBuilder();
            for (int bit = 0; bit < 5; bit++) {
                colliding.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            map.put(colliding.toString(), new Point(i));
        }
        Map<String, Point> copy = copyOf(map);

        assertThat(copy).isEqualTo(map);
        copy.keySet().removeIf(key -> key.startsWith("Aa"));
        assertThat(copy).hasSize(16);
        assertThat(map).hasSize(32);
    }

    @Test
    void mapThatIsItsOwnValue_isItsOwnValueInTheCopy() throws Exception {
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);
        map.put("point", new Point(1));
        Map<String, Object> copy = copyOf(map);

        assertThat(copy.get("self")).isSameAs(copy);
        assertThat(copy.get("point")).isEqualTo(new Point(1)).isNotSameAs(map.get("point"));
    }

    @Test
    void changedMap_isNotLikeItsCopies() throws Exception {
        Map<String, Point> map = new HashMap<>(Map.of("a", new Point(1), "b", new Point(2)));
        Copies copies = Prototype.of(map, ROOM);

        assertThat(copies.isLike(map)).isTrue();
        map.get("a").x = 9;
        assertThat(copies.isLike(map)).isFalse();
        assertThat(copies.copy()).isEqualTo(Map.of("a", new Point(1), "b", new Point(2)));
    }

    @Test
    void entriesAndTable_areCounted() throws Exception {
        Map<Integer, Integer> map = new HashMap<>();
        IntStream.range(0, 1_000).forEach(i -> map.put(i, i));

        assertThat(Prototype.of(map, ROOM).bytes()).isBetween(80_000L, 120_000L);
    }

    @Test
    @Timeout(60)
    void mapThatAnotherThreadChanges_isCopiedOrRefused() throws Exception {
        Map<Integer, List<Integer>> map = new HashMap<>();
        CountDownLatch changing = new CountDownLatch(1);
        Thread changer = new Thread(() -> {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                map.put(i % 500, new ArrayList<>(List.of(i)));
                map.remove((i + 250) % 500);
                changing.countDown();
            }
        });
        changer.start();
        try {
            changing.await();
            int copied = 0;
            for (int i = 0; i < 2_000; i++) {
                copied += isCopied(map) ? 1 : 0;
            }
            assertThat(copied).isPositive();
        } finally {
            changer.interrupt();
            changer.join();
        }
    }

    private static boolean isCopied(Map<Integer, List<Integer>> map) {
        try {
            Map<?, ?> copy = (Map<?, ?>) Prototype.of(map, ROOM).copy();
            assertThat(copy).isNotSameAs(map);
            return true;
        } catch (CodecException refused) {
            return false;
        }
    }
}
