package dev.larder.agent.core.codec.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.Copies;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Copies of graphs that are made at random, with cycles and with objects that are referred to several times. */
final class RandomGraphsTest {

    private static final long ROOM = 1 << 26;
    private static final int OBJECTS = 60;

    static final class Holder {
        @Nullable
        Object one;

        @Nullable
        Object other;

        int number;
    }

    record Both(@Nullable Object one, @Nullable Object other) {}

    /** Fresh objects and old ones in turn. */
    private static final class Graph {

        private final Random random;
        private final List<@Nullable Object> made = new ArrayList<>(Arrays.asList("text", 1, null, 'c', List.of("a")));
        private final List<Holder> holders = new ArrayList<>();

        Graph(long seed) {
            random = new Random(seed);
        }

        Object make() {
            for (int i = 0; i < OBJECTS; i++) {
                made.add(next());
            }
            for (Holder holder : holders) { // now also to objects that were made later
                holder.other = any();
            }
            return new ArrayList<>(made);
        }

        private @Nullable Object any() {
            return made.get(random.nextInt(made.size()));
        }

        private List<@Nullable Object> some() {
            List<@Nullable Object> some = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                some.add(any());
            }
            return some;
        }

        private List<Object> someButNulls() {
            List<Object> some = new ArrayList<>();
            some().forEach(each -> some.add(each == null ? "nothing" : each));
            return some;
        }

        private Map<String, @Nullable Object> named() {
            Map<String, @Nullable Object> named = new HashMap<>();
            some().forEach(each -> named.put("k" + random.nextInt(50), each));
            return named;
        }

        private Object next() {
            return switch (random.nextInt(17)) {
                case 0, 1, 2 -> holder();
                case 3 -> new Both(any(), any());
                case 4 -> some();
                case 5 -> new LinkedList<>(some());
                case 6 -> some().toArray();
                case 7 -> named();
                case 8 -> new LinkedHashMap<>(named());
                case 9 -> new TreeMap<>(named());
                case 10 -> List.copyOf(someButNulls());
                case 11 -> new ConcurrentHashMap<>(Map.of("k", someButNulls()));
                case 12 -> new ArrayDeque<>(someButNulls());
                case 13 -> new CopyOnWriteArrayList<>(some());
                case 14 -> Collections.unmodifiableList(some());
                case 15 -> Optional.of(someButNulls());
                default -> new AtomicReference<>(any());
            };
        }

        private Holder holder() {
            Holder holder = new Holder();
            holder.one = any();
            holder.number = random.nextInt();
            holders.add(holder);
            return holder;
        }
    }

    @RepeatedTest(300)
    void copies_areLikeTheOriginalAndHaveNothingMutableInCommon(RepetitionInfo repetition) throws Exception {
        Object graph = new Graph(repetition.getCurrentRepetition()).make();
        Copies prototype = Prototype.of(graph, ROOM);

        Object one = prototype.copy();
        Object other = prototype.copy();
        assertApart(SameGraph.assertSame(graph, one));
        assertApart(SameGraph.assertSame(one, other));
        assertThat(prototype.isLike(graph)).isTrue();
        assertThat(prototype.isLike(one)).isTrue();
    }

    @RepeatedTest(50)
    void valueThatHasChanged_isNotLikeItsPrototype(RepetitionInfo repetition) throws Exception {
        Graph graph = new Graph(repetition.getCurrentRepetition());
        Object value = graph.make();
        Copies prototype = Prototype.of(value, ROOM);
        Holder changed = graph.holders.get(graph.random.nextInt(graph.holders.size()));
        changed.number++;

        assertThat(prototype.isLike(value)).isFalse();
        changed.number--;
        assertThat(prototype.isLike(value)).isTrue();
    }

    private static void assertApart(List<Object> shared) {
        assertThat(shared)
                .noneMatch(each -> each instanceof Holder
                        || each instanceof ArrayList<?>
                        || each instanceof LinkedList<?>
                        || each instanceof HashMap<?, ?>
                        || each instanceof AtomicReference<?>
                        || (each instanceof Object[] array && array.length > 0));
    }
}
