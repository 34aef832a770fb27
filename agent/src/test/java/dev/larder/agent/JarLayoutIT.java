package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.PackedAgent;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Pins what the packed jar consists of, because all of its root is on the application's class path. */
final class JarLayoutIT {

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

    @Test
    void core_hasEverythingElseUnderItsOwnNames() throws IOException {
        assertThat(entries())
                .contains(
                        "core/dev/larder/agent/core/AgentCore.class",
                        "core/net/bytebuddy/jar/asm/ClassReader.class",
                        "core/io/lettuce/core/RedisClient.class",
                        "core/io/netty/channel/nio/NioEventLoop.class",
                        "core/com/github/benmanes/caffeine/cache/Caffeine.class",
                        "core/tools/jackson/core/json/JsonFactory.class",
                        "core/org/slf4j/Logger.class",
                        "core/META-INF/services/tools.jackson.core.TokenStreamFactory");
    }

    @Test
    void nothing_isThereTwiceOrForNobody() throws IOException {
        assertThat(entries())
                .doesNotHaveDuplicates()
                .noneMatch(name -> name.contains("module-info"))
                .noneMatch(name -> name.contains("META-INF/versions"))
                .noneMatch(name -> name.contains("META-INF/native"))
                .noneMatch(name -> name.contains("META-INF/maven"))
                .noneMatch(name -> name.startsWith("core/tools/jackson/databind"))
                .noneMatch(name -> name.endsWith(".so") || name.endsWith(".dll") || name.endsWith(".jnilib"))
                .noneMatch(name -> name.startsWith("core/dev/larder/")
                        && !name.startsWith("core/dev/larder/agent/core/")
                        && name.endsWith(".class"));
    }

    @Test
    void manifest_namesTheLauncherAndAsksForNothing() throws IOException {
        try (JarFile jar = new JarFile(PackedAgent.jar().toFile())) {
            Attributes main = jar.getManifest().getMainAttributes();

            assertThat(main.getValue("Premain-Class")).isEqualTo("dev.larder.agent.LarderAgent");
            assertThat(main.getValue("Main-Class")).isEqualTo("dev.larder.agent.LarderAgent");
            assertThat(main.getValue("Can-Retransform-Classes")).isEqualTo("false");
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

    private static int majorVersion(String entry) throws IOException {
        try (JarFile jar = new JarFile(PackedAgent.jar().toFile());
                DataInputStream in = new DataInputStream(jar.getInputStream(jar.getJarEntry(entry)))) {
            in.skipNBytes(6);
            return in.readUnsignedShort();
        }
    }
}
