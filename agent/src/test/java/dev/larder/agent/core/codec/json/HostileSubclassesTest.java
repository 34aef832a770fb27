package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H91: names in stored text choose among loaded and initialized subclasses of the declared type, and do nothing else. */
final class HostileSubclassesTest {

    private static final Map<String, String> SOURCES = Map.of(
            "Shape", "public interface Shape {}",
            "Circle", "public class Circle implements Shape { public int r = 1; }",
            "Ghost", "public class Ghost implements Shape { static { System.setProperty(\"h91\", \"ran\"); } }",
            "Half", "public abstract class Half implements Shape {}",
            "Other", "public class Other { public int r; }");

    @TempDir
    private Path directory;

    private CompiledApplication.Loader loader;
    private final Map<String, Class<?>> loaded = new HashMap<>();
    private String circle;

    @BeforeEach
    void load() throws Exception {
        loader = CompiledApplication.of(directory, SOURCES);
        circle = RoundTrip.text(codec().encode(create("Circle")));
    }

    @AfterEach
    void close() throws Exception {
        loader.close();
        assertThat(System.getProperty("h91")).isNull();
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        Class<?> type = Class.forName(name, false, loader);
        loaded.put(name, type);
        return type;
    }

    private Object create(String name) throws ReflectiveOperationException {
        return load(name).getConstructor().newInstance();
    }

    private ValueCodec codec() throws ClassNotFoundException {
        return RoundTrip.codecIn(load("Shape"), loader, loaded.values().toArray(Class<?>[]::new));
    }

    @Test
    void h91_loadedSubclass_isReadAsItself() throws Exception {
        assertThat(codec().decode(RoundTrip.json(circle))).isExactlyInstanceOf(load("Circle"));
    }

    @Test
    void h91_classesOutOfTheBound_areMisses() throws Exception {
        load("Other");
        load("Half");
        for (String name : List.of(
                "Other",
                "Half",
                "Shape",
                "java.util.HashMap",
                "javax.management.BadAttributeValueExpException",
                "java.lang.ProcessBuilder",
                "org.springframework.context.support.ClassPathXmlApplicationContext",
                "[LCircle;",
                "LCircle;",
                "Circle/0x0000000800c03000",
                "../Circle",
                "",
                " ",
                "int")) {
            assertMiss(circle.replace("Circle", name));
        }
    }

    private void assertMiss(String text) throws ClassNotFoundException {
        ValueCodec codec = codec();
        assertThatThrownBy(() -> codec.decode(RoundTrip.json(text)))
                .as(text)
                .isInstanceOf(CodecException.class)
                .hasNoCause();
    }

    @Test
    void h91_classThatIsNotLoaded_isAMissAndStaysSo() throws Exception {
        assertMiss(circle.replace("Circle", "Ghost"));
        assertThat(loader.hasLoaded("Ghost")).isFalse();
    }

    @Test
    void h91_classThatIsLoadedAndNotInitialized_isAMissAndStaysSo() throws Exception {
        load("Ghost");
        assertMiss(circle.replace("Circle", "Ghost"));
        assertMiss(ghostText());
    }

    /** What a JVM writes that has made such an object. */
    private String ghostText() throws Exception {
        try (URLClassLoader others = CompiledApplication.of(directory, SOURCES)) {
            Class<?> shape = others.loadClass("Shape");
            Object ghost = others.loadClass("Ghost").getConstructor().newInstance();
            System.clearProperty("h91");
            return RoundTrip.text(RoundTrip.codecIn(shape, others).encode(ghost));
        }
    }

    @Test
    void h91_classOfAnotherLoader_isNeitherReadNorWritten() throws Exception {
        Map<String, String> plugin = Map.of("Plug", "public class Plug implements Shape { public int r; }");
        try (URLClassLoader child = CompiledApplication.below(loader, directory, plugin)) {
            Object plug = child.loadClass("Plug").getConstructor().newInstance();
            ValueCodec codec = codec();
            assertThatThrownBy(() -> codec.encode(plug)).hasMessageContaining("comes from a class loader that");
            assertMiss(circle.replace("Circle", "Plug"));
            ValueCodec childs = RoundTrip.codecIn(load("Shape"), child);
            assertThat(childs.decode(childs.encode(plug))).isExactlyInstanceOf(plug.getClass());
        }
    }

    @Test
    void f48_classNamedWithOtherFieldsFirst_isReadWhenItIsNamedAsItIs() throws Exception {
        ValueCodec codec = codec();
        String hostile = circle.replaceFirst("Circle [0-9a-f]{16}", "Circle 0123456789abcdef");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> codec.decode(RoundTrip.json(hostile)))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("with other fields");
        }
        assertThat(codec.decode(RoundTrip.json(circle))).isExactlyInstanceOf(load("Circle"));
    }

    @Test
    void h91_textThatNoWriterMakes_isAMiss() throws Exception {
        String named = circle.substring(1, circle.indexOf(','));
        assertThat(named).matches("\"Circle [0-9a-f]{16}\"");
        for (String text : List.of(
                "[0,{\"r\":1}]",
                "[-1,{\"r\":1}]",
                "[2147483648,{\"r\":1}]",
                "[1.5,{\"r\":1}]",
                "[true,{\"r\":1}]",
                "[[],{\"r\":1}]",
                "[" + named + "]",
                "[" + named + ",null]",
                "[" + named + ",7]",
                "[" + named + ",{\"r\":1},1]",
                "[" + named + ",{\"r\":\"x\"}]",
                "[" + named + ",[" + named + ",{\"r\":1}]]",
                "[\"Circle\",{\"r\":1}]",
                "[\"Circle 0123456789abcdef\",{\"r\":1}]",
                "{\"r\":1}",
                "0",
                "\"Circle\"")) {
            assertMiss(text);
        }
    }
}
