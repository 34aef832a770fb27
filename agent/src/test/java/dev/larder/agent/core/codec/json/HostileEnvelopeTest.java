package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.json.Fixtures.Account;
import dev.larder.agent.core.codec.json.Fixtures.Address;
import dev.larder.agent.core.codec.json.Fixtures.Color;
import dev.larder.agent.core.codec.json.Fixtures.Person;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What someone else wrote under our key is a {@link CodecException}: quickly, in little memory, and no class loaded. */
@Timeout(60)
final class HostileEnvelopeTest {

    private static final long SEED = 20_260_203L;

    /** Tells, by its class initialiser, that somebody chose it by name. */
    static final class Gadget {
        static {
            gadgetsLoaded++;
        }

        private Gadget() {}
    }

    private static int gadgetsLoaded;

    private final ValueCodec people = RoundTrip.codec(new TypeRef<List<Person>>() {});
    private final ValueCodec open = RoundTrip.codec(Object.class);

    /** Sixty lists, each of which has the one before twice: to hash the last takes 2^60 steps. */
    @Test
    @Timeout(20)
    void h105_referencesThatMakeHashCodesEndless_areMalformed() {
        String list = listWithManyWays(60);
        assertThatThrownBy(() ->
                        RoundTrip.codec(new TypeRef<Set<Object>>() {}).decode(RoundTrip.json("[\"h\"," + list + "]")))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> RoundTrip.codec(new TypeRef<Map<Object, String>>() {})
                        .decode(RoundTrip.json("[\"k\"," + list + ",\"v\"]")))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void h91_typeNamesInTheJson_chooseNothing() {
        String gadget = Gadget.class.getName();
        for (String text : List.of(
                "{\"@class\":\"" + gadget + "\"}",
                "[\"" + gadget + "\",{}]",
                "[\"a\",[\"" + gadget + "\",{}]]",
                "[\"a\",{\"@class\":\"" + gadget + "\",\"id\":1}]",
                "\"" + gadget + "\"",
                "{\"@type\":\"" + gadget + "\",\"val\":{}}")) {
            assertMiss(people, RoundTrip.json(text));
            assertMiss(open, RoundTrip.json(text));
        }
        assertThat(gadgetsLoaded).isZero();
    }

    @Test
    void h91_javaSerialisation_isNotRead() throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(stream)) {
            out.writeObject(new ArrayList<>(List.of("x")));
        }
        assertMiss(people, stream.toByteArray());
        for (int kind = 0; kind < 256; kind++) {
            byte[] wrapped = withHeader(1, kind, stream.toByteArray());
            assertMiss(people, wrapped);
            assertMiss(open, wrapped);
        }
    }

    @Test
    void h91_otherFormatsAndKinds_areNotRead() {
        byte[] content = "[\"a\"]".getBytes(StandardCharsets.UTF_8);
        assertThatCode(() -> people.decode(withHeader(1, 1, content))).doesNotThrowAnyException();
        for (int kind = 2; kind < 256; kind++) {
            assertMiss(people, withHeader(1, kind, content));
        }
        for (int version = 2; version < 256; version++) {
            assertMiss(people, withHeader(version, 1, content));
        }
        assertMiss(people, new byte[0]);
        assertMiss(people, new byte[] {1});
        assertMiss(people, new byte[] {1, 0, 0});
        assertMiss(people, new byte[] {1, 1});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "null null",
                "[\"a\"] ",
                "[\"a\"] x",
                "[\"a\"]]",
                "[\"zz\"]",
                "[\"h\"]",
                "[\"a16\",null,null,0]",
                "[\"\"]",
                "[\"a99999999999\"]",
                "[\"a\",{}]",
                "[\"a\",{\"address\":null,\"id\":null,\"likes\":null,\"name\":null}]",
                "[\"a\",{\"address\":null,\"id\":1,\"likes\":null}]",
                "[\"a\",{\"address\":null,\"id\":1,\"likes\":null,\"name\":null,\"more\":1}]",
                "[\"a\",{\"address\":null,\"id\":1,\"id\":1,\"likes\":null,\"name\":null}]",
                "[\"a\",{\"address\":null,\"id\":\"1\",\"likes\":null,\"name\":null}]",
                "[\"a\",{\"address\":null,\"id\":1.0,\"likes\":null,\"name\":null}]",
                "[\"a\",{\"address\":null,\"id\":9223372036854775808,\"likes\":null,\"name\":null}]",
                "[\"a\",{\"address\":null,\"id\":1e999999999,\"likes\":null,\"name\":null}]",
                "[\"a\",{\"address\":null,\"id\":1,\"likes\":[\"en\",\"PURPLE\"],\"name\":null}]",
                "[\"a\",{\"address\":null,\"id\":1,\"likes\":[\"en\",null],\"name\":null}]",
                "[\"a\",{\"address\":null,\"id\":1,\"likes\":[\"en\",\"RED\",\"RED\"],\"name\":null}]",
                "[\"a\",0]",
                "[\"a\",-1]",
                "[\"a\",null,99999999999999999999]",
                "0"
            })
    void h105_almostRightJson_isAMiss(String text) {
        byte[] envelope = RoundTrip.json(text);
        if (text.equals("[\"a\"] ")) { // white space is no content
            assertThatCode(() -> people.decode(envelope)).doesNotThrowAnyException();
        } else {
            assertMiss(people, envelope);
        }
    }

    @Test
    void h105_moreBucketsThanKeysNeed_areNotAllocated() throws CodecException {
        ValueCodec sets = RoundTrip.codec(new TypeRef<Set<Integer>>() {});
        assertThat(sets.decode(RoundTrip.json("[\"h64\",1]"))).isEqualTo(Set.of(1));
        assertMiss(sets, RoundTrip.json("[\"h128\",1]"));
        assertMiss(sets, RoundTrip.json("[\"h33\",1]"));
        assertMiss(sets, RoundTrip.json("[\"h1073741824\",1]"));
        assertMiss(sets, RoundTrip.json("[\"h-16\",1]"));
    }

    @Test
    void h105_referenceToAnObjectOfAnotherType_isAMiss() {
        ValueCodec codec = RoundTrip.codec(new TypeRef<Map<Address, Person>>() {});
        assertMiss(codec, RoundTrip.json("[\"h\",{\"city\":\"x\",\"street\":[]},0]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "{\"next\":-2,\"value\":0}",
                "{\"next\":-0,\"value\":0}",
                "{\"next\":0,\"value\":0}",
                "{\"next\":-1.0,\"value\":0}",
                "{\"next\":-9223372036854775808,\"value\":0}",
                "{\"next\":-4294967297,\"value\":0}",
                "{\"next\":{\"next\":null,\"value\":0},\"value\":-1,\"next\":-1}",
                "{\"next\":{\"next\":-3,\"value\":0},\"value\":0}",
                "{\"next\":{\"next\":0,\"value\":0},\"value\":0}",
                "{\"next\":{\"next\":1,\"value\":0},\"value\":0}"
            })
    void h105_referenceToNothingAround_isAMiss(String text) {
        assertMiss(RoundTrip.codec(Fixtures.Node.class), RoundTrip.json(text));
    }

    @Test
    void h105_referenceToWhatIsAround_isReadIfItFits() throws CodecException {
        ValueCodec codec = RoundTrip.codec(Knot.class);
        String rest = "\"set\":null,\"tie\":null,\"words\":null}";
        assertThat(codec.decode(RoundTrip.json("{\"knots\":[\"a\",-1]," + rest)))
                .isInstanceOf(Knot.class);
        for (String hostile : List.of(
                "{\"knots\":-1," + rest, // an object for a list
                "{\"knots\":[\"a\",-2]," + rest, // the list for its element
                "{\"knots\":[\"i\",[\"a\",-1]]," + rest,
                "{\"knots\":null,\"set\":null,\"tie\":null,\"words\":[\"a\",-1]}", // for a text
                "{\"knots\":null,\"set\":null,\"tie\":null,\"words\":[\"a\",-2]}",
                "{\"knots\":null,\"set\":[\"s\",-1],\"tie\":null,\"words\":null}", // hash code of nothing
                "{\"knots\":null,\"set\":[\"h\",-1,-1],\"tie\":null,\"words\":null}", // twice
                "{\"knots\":null,\"set\":[\"ss\",-1,-1],\"tie\":null,\"words\":null}",
                "{\"knots\":null,\"set\":[\"t\",-1],\"tie\":null,\"words\":null}", // not comparable
                "{\"knots\":null,\"set\":[\"h1073741824\",-1],\"tie\":null,\"words\":null}",
                "{\"knots\":null,\"set\":null,\"tie\":{\"knot\":-1,\"tie\":-2},\"words\":null}")) { // a record
            assertMiss(codec, RoundTrip.json(hostile));
        }
        ValueCodec lists = RoundTrip.codec(new TypeRef<List<Object>>() {});
        assertThat(lists.decode(RoundTrip.json("[\"a\",[\"[\",-1]]"))).isInstanceOf(ArrayList.class);
        for (String kind : List.of("i", "n", "f", "sl")) { // made after their elements
            assertMiss(lists, RoundTrip.json("[\"" + kind + "\",[\"[\",-1]]"));
        }
    }

    /** Equal by all that is in it. */
    static final class Knot {
        List<Knot> knots;
        Set<Knot> set;
        Tie tie;
        List<String> words;

        @Override
        public boolean equals(Object other) {
            return other instanceof Knot knot && List.of(knot.set, 1).equals(List.of(set, 1));
        }

        @Override
        public int hashCode() {
            return words == null ? 1 : words.hashCode();
        }
    }

    record Tie(Knot knot, Tie tie) {}

    /** Hash codes that never come to an end, with few and with many steps in each round. */
    @Test
    @Timeout(30)
    void h105_cyclesThatMakeHashCodesEndless_areMalformed() {
        ValueCodec lists = RoundTrip.codec(new TypeRef<List<Object>>() {});
        String endless = "[\"[\",[\"h\",[\"[\",-1],[\"[\",[\"a\",[\"[\",-2]]]]]]";
        assertMiss(lists, RoundTrip.json("[\"a\"," + endless));
        assertMiss(lists, RoundTrip.json("[\"a\"," + endless.replace("\"h\"", "\"ws\"")));
        for (int levels : new int[] {15, 20, 60}) {
            assertMiss(lists, RoundTrip.json("[\"a\"," + listWithManyWays(levels) + "," + endless));
        }
    }

    /** Lists in lists, each of which has the one before twice. */
    private static String listWithManyWays(int levels) {
        StringBuilder list = new StringBuilder("[\"[\",[\"a\"]]");
        for (int number = 0; number < levels; number++) {
            list.insert(0, "[\"[\",[\"a\",").append(",[\"[\",").append(number).append("]]]");
        }
        return list.toString();
    }

    @Test
    void h105_fuzzOfCycles_givesAValueOrACodecException() throws CodecException {
        Random random = new Random(SEED);
        ValueCodec codec = RoundTrip.codec(Knot.class);
        Knot knot = new Knot();
        knot.knots = new ArrayList<>(List.of(knot));
        knot.words = new ArrayList<>(List.of("a"));
        knot.set = new HashSet<>(Set.of(knot));
        knot.tie = new Tie(knot, new Tie(null, null));
        byte[] whole = codec.encode(knot);
        for (int i = 0; i < 10_000; i++) {
            survives(codec, mutated(whole, random));
        }
        for (int length = 0; length < whole.length; length++) {
            assertMiss(codec, Arrays.copyOf(whole, length));
        }
    }

    @Test
    void h105_hugeNumbers_costNothing() throws CodecException {
        ValueCodec numbers = RoundTrip.codec(BigDecimal.class);
        assertMiss(numbers, RoundTrip.json("1e999999999"));
        assertMiss(numbers, RoundTrip.json("\"1e999999999\""));
        assertMiss(numbers, RoundTrip.json("\"" + "9".repeat(900_000) + ",0\""));
        assertMiss(numbers, RoundTrip.json("9".repeat(900_000)));
        assertMiss(RoundTrip.codec(Double.class), RoundTrip.json("0." + "9".repeat(900_000)));
        assertThat(numbers.decode(RoundTrip.json("\"1,-999999999\""))).isEqualTo(new BigDecimal("1e999999999"));
    }

    @Test
    void h105_nestingBombs_areMisses() {
        ValueCodec lists = RoundTrip.codec(new TypeRef<List<List<Object>>>() {});
        for (String open : List.of("[", "{\"a\":", "[\"a\",", "[\"[\",[\"a\",", "[\"?\",[")) {
            byte[] bomb = RoundTrip.json(open.repeat(10_000));
            assertMiss(lists, bomb);
            assertMiss(this.open, bomb);
            assertMiss(RoundTrip.codec(Fixtures.Node.class), bomb);
        }
    }

    @Test
    void h105_truncated_isAMissAtEveryLength() throws CodecException {
        byte[] whole = people.encode(somePeople());
        for (int length = 0; length < whole.length; length++) {
            assertMiss(people, Arrays.copyOf(whole, length));
        }
    }

    @Test
    void h105_fuzz_givesAValueOrACodecException() throws CodecException {
        System.out.printf("HostileEnvelopeTest seed %d%n", SEED);
        Random random = new Random(SEED);
        byte[] whole = people.encode(somePeople());
        byte[] loose = open.encode(List.of(1, Map.of("a", Optional.of(2L)), new BigDecimal("1.0"), new byte[3]));
        for (int i = 0; i < 10_000; i++) {
            survives(people, mutated(whole, random));
            survives(open, mutated(loose, random));
            byte[] noise = new byte[random.nextInt(40) + 2];
            random.nextBytes(noise);
            noise[0] = 1;
            noise[1] = 1;
            survives(open, noise);
        }
    }

    private static List<Person> somePeople() {
        Person ann = new Person(7, "Ann", new Address("Łódź", Optional.of("x")), EnumSet.of(Color.GREEN));
        return List.of(ann, new Person(8, null, null, null), ann);
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] changed = whole.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = 2 + random.nextInt(changed.length - 2);
            changed[at] =
                    random.nextBoolean() ? (byte) random.nextInt(256) : changed[2 + random.nextInt(changed.length - 2)];
        }
        return changed;
    }

    private static void survives(ValueCodec codec, byte[] envelope) {
        try {
            codec.decode(envelope);
        } catch (CodecException expected) {
            assertThat(expected).hasNoCause();
        }
    }

    @Test
    void h105_failures_nameNoContent() {
        Stream.of("\"s3cret\"", "s3cret", "[\"s3cret\"]", "{\"s3cret\":1}", "[\"a\",{\"s3cret\":1}]")
                .forEach(text -> assertThatThrownBy(() -> people.decode(RoundTrip.json(text)))
                        .isInstanceOf(CodecException.class)
                        .hasNoCause()
                        .message()
                        .doesNotContain("s3cret"));
    }

    @Test
    void h105_constructorThatRefuses_isAMiss() {
        record Positive(int value) {
            Positive {
                if (value <= 0) {
                    throw new IllegalArgumentException("s3cret " + value);
                }
            }
        }
        assertMiss(RoundTrip.codec(Positive.class), RoundTrip.json("{\"value\":0}"));
        assertMiss(RoundTrip.codec(Account.class), RoundTrip.json("{\"history\":1,\"open\":true,\"owner\":\"x\"}"));
    }

    @Test
    void h105_manySmallThings_areReadInReasonableTime() {
        ValueCodec sets = RoundTrip.codec(new TypeRef<List<List<String>>>() {});
        String many = "[\"a\"" + ",[\"q\"]".repeat(150_000) + "]";
        assertTimeout(Duration.ofSeconds(20), () -> survives(sets, RoundTrip.json(many)));
    }

    private static byte[] withHeader(int version, int kind, byte[] content) {
        byte[] envelope = new byte[content.length + 2];
        envelope[0] = (byte) version;
        envelope[1] = (byte) kind;
        System.arraycopy(content, 0, envelope, 2, content.length);
        return envelope;
    }

    private static void assertMiss(ValueCodec codec, byte[] envelope) {
        assertThatThrownBy(() -> codec.decode(envelope))
                .isInstanceOf(CodecException.class)
                .hasNoCause();
    }
}
