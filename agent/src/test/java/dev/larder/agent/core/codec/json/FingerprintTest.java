package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.Fixtures.Person;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FingerprintTest {

    private static final String INNER =
            "class Inner { E e; } enum E { A, B } sealed interface S permits X {}" + " record X(int x) implements S {}";
    private static final String ORIGINAL = "class T { int a; java.util.List<Inner> b; S s; T next; } " + INNER;

    @TempDir
    private Path directory;

    @Test
    void fingerprint_sameShape_isTheSameAndShort() throws Exception {
        assertThat(fingerprint(ORIGINAL)).matches("[0-9a-f]{16}").isEqualTo(fingerprint(ORIGINAL));
        assertThat(fingerprint("class T { T next; S s; java.util.List<Inner> b; int a; } " + INNER))
                .as("order of declaration")
                .isEqualTo(fingerprint(ORIGINAL));
        assertThat(fingerprint("class T { static int c; int a; java.util.List<Inner> b; S s; T next; T get() {"
                        + " return next; } } " + INNER))
                .as("statics and methods")
                .isEqualTo(fingerprint(ORIGINAL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class T { int aa; java.util.List<Inner> b; S s; T next; } ",
                "class T { long a; java.util.List<Inner> b; S s; T next; } ",
                "class T { Integer a; java.util.List<Inner> b; S s; T next; } ",
                "class T { int a; java.util.Set<Inner> b; S s; T next; } ",
                "class T { int a; java.util.List<E> b; S s; T next; } ",
                "class T { int a; java.util.List<Inner> b; X s; T next; } ",
                "class T { int a; java.util.List<Inner> b; S s; Inner next; } ",
                "class T { int a; java.util.List<Inner> b; S s; T next; int more; } ",
                "class T { int a; java.util.List<Inner> b; S s; } ",
            })
    void h103_changedClass_hasAnotherFingerprint(String changed) throws Exception {
        assertThat(fingerprint(changed + INNER)).isNotEqualTo(fingerprint(ORIGINAL));
    }

    @Test
    void h103_changeFarInside_givesAnotherFingerprint() throws Exception {
        String original = fingerprint(ORIGINAL);
        assertThat(fingerprint(ORIGINAL.replace("A, B", "A, C"))).isNotEqualTo(original);
        assertThat(fingerprint(ORIGINAL.replace("E e;", "E f;"))).isNotEqualTo(original);
        assertThat(fingerprint(ORIGINAL.replace("int x", "int y"))).isNotEqualTo(original);
        assertThat(fingerprint(ORIGINAL.replace("permits X", "permits X, Y") + " record Y() implements S {}"))
                .isNotEqualTo(original);
    }

    private String fingerprint(String source) throws IOException, ClassNotFoundException {
        try (URLClassLoader loader = CompiledApplication.of(directory, Map.of("T", source))) {
            return RoundTrip.codec(loader.loadClass("T")).fingerprint();
        }
    }

    @Test
    void fingerprint_differentArguments_differ() {
        assertThat(Stream.of(
                                new TypeRef<List<Person>>() {},
                                new TypeRef<List<Object>>() {},
                                new TypeRef<Set<Person>>() {},
                                new TypeRef<List<List<Person>>>() {},
                                new TypeRef<Map<Person, Person>>() {},
                                new TypeRef<Person[]>() {},
                                new TypeRef<Person>() {})
                        .map(type -> RoundTrip.codec(type).fingerprint()))
                .doesNotHaveDuplicates();
        assertThat(RoundTrip.codec(int.class).fingerprint())
                .isNotEqualTo(RoundTrip.codec(Integer.class).fingerprint());
    }

    @Test
    void fingerprint_computedFromAnEnum_doesNotInitialiseIt() {
        assertThat(RoundTrip.codec(Sleeping.class).fingerprint()).hasSize(16);
        assertThat(awake).isFalse();
    }

    private static boolean awake;

    enum Sleeping {
        ONE;

        static {
            awake = true;
        }
    }

    record Grows<A, B>(Grows<Grows<A, B>, B> left, Grows<A, Grows<B, A>> right) {}

    @Test
    void codecFor_typeThatGrowsForEver_refusesInsteadOfLooping() {
        assertThatThrownBy(() -> RoundTrip.codec(new TypeRef<Grows<String, Integer>>() {})
                        .encode(new Grows<>(null, null)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("more types than can be looked through");
    }
}
