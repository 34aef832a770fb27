package dev.larder.agent.core.codec.copy;

import static dev.larder.agent.core.codec.copy.CopySamples.ROOM;
import static dev.larder.agent.core.codec.copy.CopySamples.copyOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.copy.CopySamples.Box;
import dev.larder.agent.core.codec.copy.CopySamples.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Objects are found again by their content, and told apart by identity. */
final class SeenTest {

    /** Counts up while it is walked over, and refers to itself. */
    static final class Racing {
        volatile int count;

        @Nullable
        Object left;

        @Nullable
        Object right;
    }

    private final Seen seen = new Seen();

    @Test
    void objectsWithOneHint_areToldApart() {
        List<Object> objects = objects(200);
        List<Integer> indexes = objects.stream().map(it -> seen.add(it, 7)).toList();

        for (int i = 0; i < objects.size(); i++) {
            assertThat(seen.find(objects.get(i), 7)).isEqualTo(indexes.get(i));
        }
        assertThat(seen.find(new Object(), 7)).isEqualTo(Seen.NONE);
    }

    @Test
    void objectsWithManyHints_areFoundAfterTheTableHasGrown() {
        List<Object> objects = objects(5_000);
        for (int i = 0; i < objects.size(); i++) {
            assertThat(seen.find(objects.get(i), i / 3)).isEqualTo(Seen.NONE);
            seen.add(objects.get(i), i / 3);
        }
        for (int i = 0; i < objects.size(); i++) {
            assertThat(seen.find(objects.get(i), i / 3)).isEqualTo(i);
        }
    }

    private static List<Object> objects(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Object()).toList();
    }

    @Test
    void equalObjectsInAList_areAsManyObjectsInTheCopy() throws Exception {
        List<Point> equal = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> equal.add(new Point(1)));

        assertThat(identities(copyOf(equal))).isEqualTo(100);
    }

    @Test
    void equalObjectsOfWhichEachIsThereTwice_areHalfAsManyInTheCopy() throws Exception {
        List<Point> equal = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> equal.add(new Point(1)));
        List<Point> twice = new ArrayList<>(equal);
        twice.addAll(equal);

        List<Point> copy = copyOf(twice);
        assertThat(identities(copy)).isEqualTo(100);
        for (int i = 0; i < 100; i++) {
            assertThat(copy.get(i)).isSameAs(copy.get(i + 100)).isNotSameAs(twice.get(i));
        }
    }

    @Test
    void objectInTwoLists_isOneObjectInTheCopy() throws Exception {
        List<Point> one = points(1, 2, 3, 4, 5);
        List<Point> other = points(6, 7, 8, 9);
        other.set(2, one.get(3));
        List<List<Point>> copy = copyOf(new ArrayList<>(List.of(one, other)));

        assertThat(copy.get(1).get(2)).isSameAs(copy.get(0).get(3)).isNotSameAs(one.get(3));
        assertThat(copy).isEqualTo(List.of(one, other));
        SameGraph.assertSame(new ArrayList<>(List.of(one, other)), copy);
    }

    @Test
    void objectInAListAndInAFieldAfterIt_isOneObjectInTheCopy() throws Exception {
        List<Point> points = points(1, 2, 3, 4, 5);
        Object[] all = {points, new Box(points.get(4), 1), points.get(0)};
        Object[] copy = copyOf(all);

        List<?> copied = (List<?>) copy[0];
        assertThat(((Box) copy[1]).content).isSameAs(copied.get(4));
        assertThat(copy[2]).isSameAs(copied.get(0));
        assertThat(copied).isEqualTo(points);
    }

    @Test
    void objectBeforeTheListThatHasIt_isOneObjectInTheCopy() throws Exception {
        List<Point> points = points(1, 2, 3, 4, 5);
        Object[] copy = copyOf(new Object[] {points.get(2), points});

        assertThat(copy[0]).isSameAs(((List<?>) copy[1]).get(2));
    }

    @Test
    void nullsAndOtherClassesAmongAlikeObjects_areKept() throws Exception {
        List<@Nullable Object> mixed = new ArrayList<>(points(1, 2, 3, 4, 5));
        mixed.add(null);
        List<@Nullable Object> withNull = new ArrayList<>(mixed);
        mixed.add(new Box("b", 2));
        mixed.add("text");

        assertThat(copyOf(withNull)).isEqualTo(withNull);
        List<@Nullable Object> copy = copyOf(mixed);
        assertThat(copy.subList(0, 6)).isEqualTo(mixed.subList(0, 6));
        assertThat(((Box) copy.get(6)).number).isEqualTo(2);
        assertThat(copy.get(7)).isEqualTo("text");
    }

    @Test
    void copies_haveSharedElementsOfTheirOwn() throws Exception {
        Point shared = new Point(1);
        List<Point> list = new ArrayList<>(Arrays.asList(shared, new Point(2), new Point(3), new Point(4), shared));
        Copies copies = Prototype.of(list, ROOM);

        ((Point) ((List<?>) copies.copy()).get(0)).x = 99;
        assertThat(copies.copy()).isEqualTo(list);
        assertThat(copies.isLike(list)).isTrue();
        shared.x = 5;
        assertThat(copies.isLike(list)).isFalse();
    }

    @Test
    @Timeout(60)
    void walkOverAGraphThatChangesAllTheTime_ends() throws Exception {
        Racing one = new Racing();
        Racing other = new Racing();
        one.left = other;
        one.right = one;
        other.left = one;
        other.right = other;
        Thread counting = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                one.count++;
                other.count++;
            }
        });
        counting.start();
        try {
            long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
            while (System.nanoTime() < end) {
                Racing copy = (Racing) Prototype.of(one, ROOM).copy();
                assertThat(copy.left).isInstanceOf(Racing.class).isNotSameAs(other);
            }
        } finally {
            counting.interrupt();
            counting.join();
        }
    }

    private static List<Point> points(int... numbers) {
        List<Point> points = new ArrayList<>();
        for (int number : numbers) {
            points.add(new Point(number));
        }
        return points;
    }

    private static int identities(List<Point> points) {
        Set<Point> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        distinct.addAll(points);
        return distinct.size();
    }
}
