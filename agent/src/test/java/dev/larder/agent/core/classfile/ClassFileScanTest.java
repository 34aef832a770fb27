package dev.larder.agent.core.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.bytebuddy.jar.asm.ClassReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClassFileScanTest {

    static class Annotated extends ArrayList<String> implements Runnable, AutoCloseable {
        private static final long serialVersionUID = 1L;
        static final double WIDE = Math.PI;

        @Cached(ttl = 1)
        public String find() {
            return "" + WIDE;
        }

        @Override
        public void run() {}

        @Override
        public void close() {}
    }

    /** Mentions the class, as code does that looks for the annotation by reflection. */
    static class Mentions {
        final Class<?> type = Cached.class;
        final String text = "dev/larder/Cached";
    }

    @Test
    void scan_annotatedClass_saysSoAndWhereItStands() throws IOException {
        ClassFileScan scan = scan(Annotated.class);

        assertThat(scan.mentionsAnnotation()).isTrue();
        assertThat(scan.isInterface()).isFalse();
        assertThat(scan.superName()).isEqualTo("java/util/ArrayList");
        assertThat(scan.interfaceCount()).isEqualTo(2);
        assertThat(scan.interfaceName(0)).isEqualTo("java/lang/Runnable");
        assertThat(scan.interfaceName(1)).isEqualTo("java/lang/AutoCloseable");
    }

    static class Evicts {
        @CacheEvict(key = "a")
        void change() {}
    }

    static class EvictsTwice {
        @CacheEvict(key = "a")
        @CacheEvict(key = "b")
        void change() {}
    }

    static class Puts {
        @CachePut(key = "a", ttl = 1)
        int change() {
            return 1;
        }
    }

    static class PutsTwice {
        @CachePut(key = "a", ttl = 1)
        @CachePut(key = "b", ttl = 1)
        int change() {
            return 1;
        }
    }

    /** Has constants as long as each of the descriptors. */
    static class Lookalikes {
        final String cached = "Ldev/larder/cached;";
        final String put = "Ldev/larder/CachedPut";
        final String evict = "Ldev/larder/CacheEvicted";
        final String putList = "Ldev/larder/CachePut.List;";
        final Object phase = CacheEvict.Phase.BEFORE;
    }

    @ParameterizedTest
    @ValueSource(classes = {Evicts.class, EvictsTwice.class, Puts.class, PutsTwice.class})
    void scan_anyAnnotation_isSeen(Class<?> type) throws IOException {
        assertThat(scan(type).mentionsAnnotation()).isTrue();
    }

    @Test
    void scan_constantsAsLongAsDescriptors_areNone() throws IOException {
        assertThat(scan(Lookalikes.class).mentionsAnnotation()).isFalse();
    }

    @Test
    void scan_classThatNamesTheAnnotationOtherwise_isNotAnnotated() throws IOException {
        assertThat(scan(Mentions.class).mentionsAnnotation()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(classes = {Object.class, String.class, Runnable.class, Thread.State.class, ClassFileScanTest.class})
    void scan_anyClass_agreesWithTheClassReader(Class<?> type) throws IOException {
        ClassReader expected = new ClassReader(bytes(type));
        ClassFileScan scan = scan(type);

        assertThat(scan.superName()).isEqualTo(expected.getSuperName());
        assertThat(scan.isInterface()).isEqualTo(type.isInterface());
        assertThat(scan.majorVersion()).isEqualTo(expected.readUnsignedShort(6));
        List<String> interfaces = new ArrayList<>();
        for (int i = 0; i < scan.interfaceCount(); i++) {
            interfaces.add(scan.interfaceName(i));
        }
        assertThat(interfaces).containsExactly(expected.getInterfaces());
    }

    @Test
    void scan_truncatedAtAnyPlace_isNullOrTheSame() throws IOException {
        byte[] whole = bytes(Annotated.class);

        for (int length = 0; length < whole.length; length++) {
            ClassFileScan scan = ClassFileScan.of(Arrays.copyOf(whole, length));
            assertThat(scan == null || "java/util/ArrayList".equals(scan.superName()))
                    .as("cut after %d bytes", length)
                    .isTrue();
        }
    }

    @Test
    void scan_randomDamage_neverThrows() throws IOException {
        byte[] whole = bytes(Annotated.class);
        Random random = new Random(20_261_121);

        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            ClassFileScan scan = ClassFileScan.of(damaged);
            if (scan != null) {
                scan.superName();
                for (int i = 0; i < scan.interfaceCount(); i++) {
                    scan.interfaceName(i);
                }
            }
        }
    }

    private static ClassFileScan scan(Class<?> type) throws IOException {
        return ClassFileScan.of(bytes(type));
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            return in.readAllBytes();
        }
    }
}
