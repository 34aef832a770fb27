package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.heap.Heap;
import java.io.IOException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The second process of {@link CrossJvmTest}: reads what the first wrote, writes its own, says what differs. */
final class OtherJvm {

    record Sample(Type type, Object value) {}

    /** Objects that refer to each other in turn; equal if they do so after as many steps. */
    static final class Ring {
        private final Set<Ring> all = new LinkedHashSet<>();
        private Ring next = this;

        static Ring of(int size) {
            Ring first = new Ring();
            Ring last = first;
            for (int i = 1; i < size; i++) {
                last.next = new Ring();
                last = last.next;
            }
            last.next = first;
            for (Ring at = first; first.all.add(at); at = at.next) {}
            return first;
        }

        private int size() {
            int size = 1;
            for (Ring at = next; at != this && size < 100; at = at.next) {
                size++;
            }
            return size;
        }

        @Override
        public boolean equals(Object other) {
            return this == other
                    || (other instanceof Ring ring
                            && ring.size() == size()
                            && ring.all.size() == all.size()
                            && ring.all.containsAll(List.of(ring, ring.next)));
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    private OtherJvm() {}

    /** Types and values of which both processes have equal ones, and equals to tell. */
    static List<Sample> samples() {
        Fixtures.Person ann = new Fixtures.Person(
                7,
                "Ann",
                new Fixtures.Address("Łódź", Optional.of("x")),
                EnumSet.of(Fixtures.Color.GREEN, Fixtures.Color.RED));
        Map<Long, Set<Fixtures.Color>> tags = new HashMap<>();
        tags.put(Long.MIN_VALUE, EnumSet.of(Fixtures.Color.BLUE));
        tags.put(3L, Set.of(Fixtures.Color.RED, Fixtures.Color.BLUE));
        List<Object> open = new ArrayList<>(
                List.of(1, 2L, new BigDecimal("1.00"), Instant.EPOCH, Double.NaN, List.of("x"), Map.of("k", 1L)));
        return List.of(
                new Sample(new TypeRef<List<Fixtures.Person>>() {}.type(), List.of(ann, ann)),
                new Sample(
                        new TypeRef<List<Fixtures.Person>>() {}.type(),
                        List.of(ann, ann, ann).stream().toList()),
                new Sample(new TypeRef<Map<Long, Set<Fixtures.Color>>>() {}.type(), tags),
                new Sample(new TypeRef<List<Object>>() {}.type(), open),
                new Sample(
                        new TypeRef<Set<Fixtures.Shape>>() {}.type(),
                        Set.of(new Fixtures.Circle(1), Fixtures.Dot.DOT, new Fixtures.Square(2, null))),
                new Sample(
                        new TypeRef<List<Fixtures.Animal>>() {}.type(),
                        List.of(new Fixtures.Cat("Tom"), new Fixtures.Cat("Łódź"))),
                new Sample(Ring.class, Ring.of(3)),
                new Sample(Fixtures.Account.class, new Fixtures.Account("ann", List.of(1, 2, 3))));
    }

    static List<String> lines() throws CodecException {
        List<String> lines = new ArrayList<>();
        for (Sample sample : samples()) {
            ValueCodec codec = RoundTrip.codec(sample.type());
            lines.add(codec.fingerprint() + " " + HexFormat.of().formatHex(codec.encode(sample.value())));
        }
        return lines;
    }

    /** What is wrong with the other side's lines; empty when nothing is. */
    static List<String> problems(List<String> lines) throws CodecException {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < samples().size(); i++) {
            Sample sample = samples().get(i);
            if (!Heap.isOpen() && sample.type().toString().contains("Animal")) {
                continue; // what is initialized cannot be seen
            }
            ValueCodec codec = RoundTrip.codecIn(sample.type(), OtherJvm.class.getClassLoader(), Fixtures.Cat.class);
            String[] parts = lines.get(i).split(" ");
            Object copy = codec.decode(HexFormat.of().parseHex(parts[1]));
            if (!parts[0].equals(codec.fingerprint())) {
                problems.add("fingerprint of " + sample.type());
            }
            if (!Objects.equals(copy, sample.value())
                    || copy.getClass() != sample.value().getClass()) {
                problems.add("value of " + sample.type());
            }
        }
        return problems;
    }

    public static void main(String[] arguments) throws IOException, CodecException {
        List<String> problems = problems(Files.readAllLines(Path.of(arguments[0])));
        Files.write(Path.of(arguments[1]), lines());
        System.out.println(String.join("\n", problems));
        System.exit(problems.isEmpty() ? 0 : 1);
    }
}
