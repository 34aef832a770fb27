package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.weave.ClassWeaver;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.WeavingLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Class files of versions that cannot be woven are told of once each. */
@Expects({Message.NOT_CACHED, Message.NOT_WOVEN})
final class RefusedClassFilesTest {

    private final WeavingLoader loader = new WeavingLoader(getClass());

    @ParameterizedTest
    @ValueSource(ints = {45, 49, 50})
    void h42_classFileOlderThanJava7_isRefused(int version) throws Exception {
        String name = RefusedResultsTest.Values.class.getName();
        byte[] old = versioned(loader.bytes(name), version);

        assertThat(loader.transformed(name, old)).isNull();
        assertThat(loader.listener.refused)
                .hasSize(cached(RefusedResultsTest.Values.class))
                .allSatisfy(
                        refused -> assertThat(refused.reason()).contains("version " + version + ", older than Java 7"));
    }

    @Test
    void h14_classFileNewerThanKnown_isLeftAloneWithOneWarning() throws Exception {
        String name = RefusedResultsTest.Values.class.getName();
        byte[] tooNew = versioned(loader.bytes(name), ClassWeaver.NEWEST_CLASS_FILE + 1);

        assertThat(loader.transformed(name, tooNew)).isNull();
        assertThat(loader.listener.refusal())
                .contains("version " + (ClassWeaver.NEWEST_CLASS_FILE + 1) + ", newer than")
                .startsWith("Cannot weave the methods of ")
                .contains("It runs as it is, uncached; the entries it should evict or replace stay until their ttl."
                        + " Use a newer agent");
    }

    @Test
    void h14_newestKnownClassFile_isRead() throws Exception {
        String name = RefusedResultsTest.Values.class.getName();

        assertThat(loader.transformed(name, versioned(loader.bytes(name), ClassWeaver.NEWEST_CLASS_FILE)))
                .isNotNull();
    }

    private static int cached(Class<?> type) {
        return (int) Stream.of(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Cached.class))
                .count();
    }

    private static byte[] versioned(byte[] classFile, int major) {
        byte[] copy = classFile.clone();
        copy[7] = (byte) major;
        return copy;
    }
}
