package dev.larder.agent.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentClassLoaderTest {

    private static final String SERVICE = "META-INF/services/java.util.concurrent.Callable";

    @TempDir
    Path directory;

    private Path jar;
    private ClassLoader loader;

    @BeforeEach
    void open() throws Exception {
        String provider = "package inside; public class Provider implements java.util.concurrent.Callable<String> {"
                + " public String call() { return \"inside\"; } }";
        Path classes =
                Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), Map.of("inside.Provider", provider));
        jar = directory.resolve("agent with space.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            put(out, "core/inside/Provider.class", Files.readAllBytes(classes.resolve("inside/Provider.class")));
            put(out, "core/" + SERVICE, "inside.Provider\n".getBytes());
            put(out, "outside.txt", new byte[0]);
        }
        loader = new AgentClassLoader(jar.toFile());
    }

    @Test
    void loadClass_fromItsZone_isIsolated() throws Exception {
        Class<?> type = loader.loadClass("inside.Provider");

        assertThat(type.getClassLoader()).isSameAs(loader);
        assertThat(type.getPackageName()).isEqualTo("inside");
        assertThatThrownBy(() -> loader.loadClass("org.junit.jupiter.api.Test"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThat(loader.loadClass(Bootstrap.class.getName())).isSameAs(Bootstrap.class);
    }

    @Test
    void getResource_fromItsZone_isReadable() throws IOException {
        assertThat(loader.getResource("outside.txt")).isNull();
        assertThat(Collections.list(loader.getResources(SERVICE))).hasSize(1);
        try (InputStream in = loader.getResourceAsStream(SERVICE)) {
            assertThat(in).hasContent("inside.Provider");
        }
    }

    @Test
    void loadClass_ofTheFlightRecorder_isHidden() {
        assertThatThrownBy(() -> loader.loadClass("jdk.jfr.Event")).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void h12_services_areFoundInItsZoneAlone() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        HostileLoader hostile = new HostileLoader();
        thread.setContextClassLoader(hostile);
        try {
            assertThat(ServiceLoader.load(Callable.class, loader))
                    .singleElement()
                    .satisfies(provider -> assertThat(provider.call()).isEqualTo("inside"));
        } finally {
            thread.setContextClassLoader(before);
        }
        assertThat(hostile.calls).isZero();
    }

    @Test
    void h13_jarDeleted_isStillRead() throws Exception {
        Files.delete(jar);

        assertThat(loader.loadClass("inside.Provider").getName()).isEqualTo("inside.Provider");
    }

    @Test
    void h13_jarOverwritten_damagedCodeIsNeverDefined() throws Exception {
        byte[] bytes = Files.readAllBytes(jar);
        Files.write(jar, new byte[bytes.length]);

        assertThatThrownBy(() -> loader.loadClass("inside.Provider"))
                .isInstanceOf(ClassNotFoundException.class)
                .hasMessageContaining("inside.Provider cannot be read from the agent's jar");
    }

    private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }

    /** Stands for the application's context loader: the agent has no business there. */
    private static final class HostileLoader extends ClassLoader {

        private int calls;

        private HostileLoader() {
            super(null);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            calls++;
            throw new ClassNotFoundException(name);
        }

        @Override
        public java.net.URL getResource(String name) {
            calls++;
            throw new IllegalStateException("asked for " + name);
        }

        @Override
        public java.util.Enumeration<java.net.URL> getResources(String name) {
            calls++;
            throw new IllegalStateException("asked for " + name);
        }
    }
}
