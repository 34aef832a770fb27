package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import java.lang.reflect.Field;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next version of an application makes of the values of the one before: the same, or a miss. */
final class ChangedSubclassesTest {

    private static final String HOLDER =
            "public class Holder { public java.util.List<Shape> all = new java.util.ArrayList<>(); }";
    private static final String SHAPE = "public interface Shape {}";
    private static final String CIRCLE = "public class Circle implements Shape { public int r = 7; }";

    @TempDir
    private Path directory;

    /** Writes a holder of one object of each class by one version, and reads it by another. */
    private Object read(Map<String, String> before, Map<String, String> after, String... classes) throws Exception {
        try (URLClassLoader old = CompiledApplication.of(directory, before);
                URLClassLoader next = CompiledApplication.of(directory, after)) {
            ValueCodec writer = codec(old, before);
            ValueCodec reader = codec(next, after);
            Object holder = old.loadClass("Holder").getConstructor().newInstance();
            for (String name : classes) {
                all(holder).add(objectOf(old, name));
            }
            return writer.fingerprint().equals(reader.fingerprint()) ? reader.decode(writer.encode(holder)) : null;
        }
    }

    private static Object objectOf(ClassLoader loader, String name) throws Exception {
        int dot = name.indexOf('.');
        return dot < 0
                ? loader.loadClass(name).getConstructor().newInstance()
                : loader.loadClass(name.substring(0, dot))
                        .getField(name.substring(dot + 1))
                        .get(null);
    }

    private static ValueCodec codec(ClassLoader loader, Map<String, String> sources) throws Exception {
        List<Class<?>> loaded = new ArrayList<>();
        for (String name : sources.keySet()) {
            loaded.add(Class.forName(name, true, loader));
        }
        return RoundTrip.codecIn(loader.loadClass("Holder"), loader, loaded.toArray(Class<?>[]::new));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> all(Object holder) throws ReflectiveOperationException {
        Field all = holder.getClass().getField("all");
        return (List<Object>) all.get(holder);
    }

    private static Map<String, String> version(Map<String, String> shapes) {
        Map<String, String> sources = new HashMap<>(shapes);
        sources.put("Holder", HOLDER);
        sources.put("Shape", SHAPE);
        return sources;
    }

    @Test
    void anotherSubclass_doesNotMatter() throws Exception {
        Object copy = read(
                version(Map.of("Circle", CIRCLE)),
                version(Map.of("Circle", CIRCLE, "Square", "public class Square implements Shape {}")),
                "Circle");
        Object circle = all(Objects.requireNonNull(copy)).get(0);
        assertThat(circle.getClass().getName()).isEqualTo("Circle");
        assertThat(circle.getClass().getField("r").get(circle)).isEqualTo(7);
    }

    @Test
    void removedOrRenamedSubclass_isAMiss() {
        Map<String, String> before = version(Map.of("Circle", CIRCLE));
        assertMiss(before, version(Map.of()));
        assertMiss(before, version(Map.of("Disc", CIRCLE.replace("Circle", "Disc"))));
    }

    @Test
    void changedSubclass_isAMiss() {
        Map<String, String> before = version(Map.of("Circle", CIRCLE));
        for (String changed : List.of(
                CIRCLE.replace("int r", "long r"),
                CIRCLE.replace("int r = 7;", "int r = 7; public int x;"),
                CIRCLE.replace("int r = 7", "int radius = 7"),
                CIRCLE.replace("implements Shape", ""),
                CIRCLE.replace("public class", "public abstract class"))) {
            assertMiss(before, version(Map.of("Circle", changed)));
        }
        Map<String, String> nested = version(Map.of(
                "Circle", CIRCLE.replace("int r = 7", "Ink r = new Ink()"), "Ink", "public class Ink { int c; }"));
        Map<String, String> inside = new HashMap<>(nested);
        inside.put("Ink", "public class Ink { short c; }");
        assertMiss(nested, inside);
    }

    private void assertMiss(Map<String, String> before, Map<String, String> after) {
        assertThatThrownBy(() -> read(before, after, "Circle")).isInstanceOf(CodecException.class);
    }

    /** The declared enum has a fingerprint of its own, so the value is not even looked at; one behind an interface is by name. */
    @Test
    void h124_enumWithAnInsertedConstant_isReadByNameOrNotAtAll() throws Exception {
        String one = "public enum Color implements Shape { RED, BLUE }";
        String two = "public enum Color implements Shape { RED, GREEN, BLUE }";
        assertMissOrSame(version(Map.of("Color", one)), version(Map.of("Color", two)));
        String list = HOLDER.replace("List<Shape>", "List<Color>");
        Map<String, String> declared = version(Map.of("Color", one));
        declared.put("Holder", list);
        Map<String, String> inserted = version(Map.of("Color", two));
        inserted.put("Holder", list);
        assertMissOrSame(declared, inserted);
    }

    private void assertMissOrSame(Map<String, String> before, Map<String, String> after) throws Exception {
        assertThat(names(read(before, before, "Color.RED", "Color.BLUE")))
                .as("the version itself reads it")
                .containsExactly("RED", "BLUE");
        Object copy;
        try {
            copy = read(before, after, "Color.RED", "Color.BLUE");
        } catch (CodecException miss) {
            return;
        }
        if (copy != null) {
            assertThat(names(copy)).containsExactly("RED", "BLUE");
        }
    }

    private static List<String> names(Object holder) throws ReflectiveOperationException {
        return all(Objects.requireNonNull(holder)).stream().map(String::valueOf).toList();
    }
}
