package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.copy.SameGraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Graphs made at random, full of cycles: what Redis gives back is like the value, and like what memory gives back. */
final class RandomCyclesTest {

    private static final int MOST_NODES = 14;

    /** Equal by its number, which is restored after the sets that it is in. */
    static class Node implements Comparable<Node> {
        @Nullable
        Object any;

        Node @Nullable [] array;

        @Nullable
        List<Node> children;

        @Nullable
        List<Node> fixed;

        @Nullable
        Set<Node> hashed;

        @Nullable
        Set<Node> linked;

        @Nullable
        List<Object> loose;

        Optional<Node> maybe = Optional.empty();

        @Nullable
        Map<String, Node> named;

        int number;

        @Nullable
        Pair pair;

        @Nullable
        Node parent;

        @Nullable
        Map<Node, String> sorted;

        @Nullable
        List<Node> view;

        @Override
        public int compareTo(Node other) {
            return Integer.compare(number, other.number);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Node node && node.number == number;
        }

        @Override
        public int hashCode() {
            return number * 31;
        }
    }

    static final class Special extends Node {
        @Nullable
        Node special;
    }

    record Pair(@Nullable Node left, @Nullable Object right) {}

    private static final class Graph {

        private final Random random;
        private final List<Node> nodes = new ArrayList<>();

        Graph(long seed) {
            random = new Random(seed);
        }

        List<Node> make() {
            int count = 1 + random.nextInt(MOST_NODES);
            for (int i = 1; i <= count; i++) {
                Node node = random.nextInt(4) == 0 ? new Special() : new Node();
                node.number = i;
                nodes.add(node);
            }
            nodes.forEach(this::refer);
            return some();
        }

        private void refer(Node node) {
            for (int i = random.nextInt(5); i > 0; i--) {
                switch (random.nextInt(13)) {
                    case 0 -> node.any = anything();
                    case 1 -> node.array = some().toArray(new Node[0]);
                    case 2 -> node.children = some();
                    case 3 -> node.fixed = List.copyOf(some());
                    case 4 -> node.hashed = new HashSet<>(some());
                    case 5 -> node.linked = new LinkedHashSet<>(some());
                    case 6 -> node.loose = loose(node);
                    case 7 -> node.maybe = Optional.of(any());
                    case 8 -> node.named = named();
                    case 9 -> node.pair = new Pair(any(), anything());
                    case 10 -> node.parent = any();
                    case 11 -> node.sorted = sorted();
                    default -> node.view = Collections.unmodifiableList(shared());
                }
                if (node instanceof Special special) {
                    special.special = any();
                }
            }
        }

        private Node any() {
            return nodes.get(random.nextInt(nodes.size()));
        }

        private Object anything() {
            List<Object> loose = any().loose;
            return loose != null && random.nextBoolean() ? loose : random.nextInt(5) == 0 ? "text" : any();
        }

        private List<Node> some() {
            List<Node> some = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                some.add(any());
            }
            return some;
        }

        private List<Object> loose(Node node) {
            List<Object> loose = new ArrayList<>(some());
            loose.add(node);
            loose.add(loose);
            return loose;
        }

        private List<Node> shared() {
            List<Node> children = any().children;
            return children == null ? some() : new ArrayList<>(children);
        }

        private Map<String, Node> named() {
            Map<String, Node> named = new HashMap<>();
            some().forEach(each -> named.put("k" + random.nextInt(30), each));
            return named;
        }

        private Map<Node, String> sorted() {
            Map<Node, String> sorted = new TreeMap<>();
            some().forEach(each -> sorted.put(each, "v" + random.nextInt(30)));
            return sorted;
        }
    }

    @RepeatedTest(400)
    void graphWithCycles_comesBackAsItWas(RepetitionInfo repetition) throws Exception {
        List<Node> value = new Graph(repetition.getCurrentRepetition()).make();
        ValueCodec writer = codec();
        byte[] envelope = writer.encode(value);
        assertThat(writer.encode(value)).isEqualTo(envelope);

        Object copy = codec().decode(envelope);

        SameGraph.assertSame(value, copy);
        SameGraph.assertSame(writer.copies(value).copy(), copy);
        assertThat(codec().encode(copy)).isEqualTo(envelope);
    }

    private static ValueCodec codec() {
        return RoundTrip.codec(new TypeRef<List<Node>>() {}, true, Node.class, Special.class);
    }
}
