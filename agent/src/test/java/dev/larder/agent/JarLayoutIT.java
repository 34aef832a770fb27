package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.PackedAgent;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Pins what the packed jar consists of, because all of its root is on the application's class path. */
final class JarLayoutIT {

    private static final String LIBRARIES = "core/dev/larder/agent/core/lib/";
    private static final long MAX_BYTES = 15L << 20;

    @Test
    void h11_root_hasLauncherBridgeAndLicencesAlone() throws IOException {
        assertThat(entries())
                .filteredOn(name -> !name.startsWith("core/") && !name.endsWith("/"))
                .containsExactlyInAnyOrder(
                        "META-INF/MANIFEST.MF",
                        "META-INF/LICENSE",
                        "META-INF/NOTICE",
                        "META-INF/licences/asm-BSD.txt",
                        "META-INF/licences/lettuce-MIT.txt",
                        "META-INF/licences/slf4j-MIT.txt",
                        "dev/larder/agent/LarderAgent.class",
                        "dev/larder/agent/bridge/AgentClassLoader.class",
                        "dev/larder/agent/bridge/AgentClassLoader$ResourceConnection.class",
                        "dev/larder/agent/bridge/AgentClassLoader$ResourceHandler.class",
                        "dev/larder/agent/bridge/Bootstrap.class",
                        "dev/larder/agent/bridge/Programmatic.class");
    }

    /** Other agents instrument libraries by their class names, whoever loads them. */
    @Test
    void f40_libraries_haveNamesOfTheAgentsOwn() throws IOException {
        assertThat(entries())
                .contains(
                        "core/dev/larder/agent/core/AgentCore.class",
                        LIBRARIES + "asm/ClassReader.class",
                        LIBRARIES + "lettuce/core/RedisClient.class",
                        LIBRARIES + "netty/channel/nio/NioEventLoop.class",
                        LIBRARIES + "caffeine/cache/Caffeine.class",
                        LIBRARIES + "jackson/core/json/JsonFactory.class",
                        LIBRARIES + "slf4j/Logger.class",
                        "core/META-INF/services/dev.larder.agent.core.lib.jackson.core.TokenStreamFactory");
        assertThat(entries())
                .filteredOn(name -> name.endsWith(".class"))
                .allMatch(
                        name -> name.startsWith("core/dev/larder/agent/core/") || name.startsWith("dev/larder/agent/"));
    }

    /** What the agent knows of the application's libraries must keep their names. */
    @Test
    void f40_applicationsLibraries_areStillKnownByTheirNames() throws IOException {
        assertThat(text("core/dev/larder/agent/core/classfile/KnownLibraries.class"))
                .contains("io/netty/", "io/lettuce/", "reactor/", "org/slf4j/", "net/bytebuddy/", "tools/jackson/")
                .doesNotContain("dev/larder/agent/core/lib/");
        assertThat(text("core/dev/larder/agent/core/result/ResultTypes.class"))
                .contains("reactor/core/publisher/Mono", "org/reactivestreams/Publisher");
    }

    @Test
    void nothing_isThereTwiceOrForNobody() throws IOException {
        assertThat(entries())
                .doesNotHaveDuplicates()
                .noneMatch(name -> name.contains("module-info"))
                .noneMatch(name -> name.contains("META-INF/versions"))
                .noneMatch(name -> name.contains("META-INF/native"))
                .noneMatch(name -> name.contains("META-INF/maven"))
                .noneMatch(name -> name.startsWith(LIBRARIES + "jackson/databind"))
                .noneMatch(name -> name.endsWith(".so") || name.endsWith(".dll") || name.endsWith(".jnilib"))
                .noneMatch(name -> name.startsWith("core/dev/larder/")
                        && !name.startsWith("core/dev/larder/agent/core/")
                        && name.endsWith(".class"));
    }

    @Test
    void f41_manifest_namesTheLauncherAndAsksToRetransformAlone() throws IOException {
        try (JarFile jar = new JarFile(PackedAgent.jar().toFile())) {
            Attributes main = jar.getManifest().getMainAttributes();

            assertThat(main.getValue("Premain-Class")).isEqualTo("dev.larder.agent.LarderAgent");
            assertThat(main.getValue("Main-Class")).isEqualTo("dev.larder.agent.LarderAgent");
            assertThat(main.getValue("Can-Retransform-Classes")).isEqualTo("true");
            assertThat(main.getValue("Can-Redefine-Classes")).isEqualTo("false");
            assertThat(main.getValue("Implementation-Version")).isNotBlank();
            assertThat(main.keySet().stream().map(Object::toString))
                    .doesNotContain("Agent-Class", "Boot-Class-Path", "Multi-Release", "Class-Path");
        }
    }

    @Test
    void launcher_isReadByJava8() throws IOException {
        assertThat(majorVersion("dev/larder/agent/LarderAgent.class")).isEqualTo(52);
        assertThat(majorVersion("dev/larder/agent/bridge/Bootstrap.class")).isEqualTo(61);
    }

    @Test
    void size_staysBelow15Megabytes() throws IOException {
        assertThat(Files.size(PackedAgent.jar())).isLessThan(MAX_BYTES);
    }

    @Test
    void entries_carryTheBuildsFixedTime() throws IOException {
        try (JarFile jar = new JarFile(PackedAgent.jar().toFile())) {
            assertThat(jar.stream().map(JarEntry::getTimeLocal).distinct()).hasSize(1);
        }
    }

    private static List<String> entries() throws IOException {
        try (JarFile jar = new JarFile(PackedAgent.jar().toFile())) {
            return jar.stream().map(JarEntry::getName).toList();
        }
    }

    /** The bytes of a class file, of which names and texts are readable. */
    private static String text(String entry) throws IOException {
        try (JarFile jar = new JarFile(PackedAgent.jar().toFile())) {
            return new String(jar.getInputStream(jar.getJarEntry(entry)).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static int majorVersion(String entry) throws IOException {
        try (JarFile jar = new JarFile(PackedAgent.jar().toFile());
                DataInputStream in = new DataInputStream(jar.getInputStream(jar.getJarEntry(entry)))) {
            in.skipNBytes(6);
            return in.readUnsignedShort();
        }
    }
}
