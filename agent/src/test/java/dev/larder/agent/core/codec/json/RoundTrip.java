package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.subclass.ClassScope;
import dev.larder.agent.core.codec.subclass.LoadedClasses;
import dev.larder.agent.core.config.LoadConfig;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes with one codec and reads with another, as two processes do. */
final class RoundTrip {

    static final int MAX_VALUE_BYTES = 1 << 20;

    private RoundTrip() {}

    static ValueCodec codec(Type type) {
        return new JsonCodecs(LoadConfig.DEFAULT_MAX_VALUE_BYTES).codecFor(type, MAX_VALUE_BYTES);
    }

    static ValueCodec codec(TypeRef<?> type) {
        return codec(type.type());
    }

    /** Of a method whose annotation names {@code types}, in a JVM that has not loaded anything. */
    static ValueCodec codec(TypeRef<?> type, boolean findsLoaded, Class<?>... types) {
        return codec(
                type.type(),
                ClassScope.of(RoundTrip.class.getClassLoader(), List.of(types), findsLoaded, LoadedClasses.unknown()));
    }

    /** Of a method of {@code loader}, in a JVM that has loaded these classes by it. */
    static ValueCodec codecIn(Type type, ClassLoader loader, Class<?>... loaded) {
        LoadedClasses jvm = new LoadedClasses(asked -> asked == loader ? loaded : new Class<?>[0], Ticker.system());
        return codec(type, ClassScope.of(loader, List.of(), true, jvm));
    }

    private static ValueCodec codec(Type type, ClassScope scope) {
        return new JsonCodecs(LoadConfig.DEFAULT_MAX_VALUE_BYTES).codecFor(type, MAX_VALUE_BYTES, scope);
    }

    static <T> T of(TypeRef<T> type, T value) {
        return through(type.type(), value);
    }

    /** The copy, after the checks that hold for every copy. */
    @SuppressWarnings("unchecked")
    static <T> T through(Type type, T value) {
        ValueCodec writer = codec(type);
        ValueCodec reader = codec(type);
        assertThat(reader.fingerprint()).isEqualTo(writer.fingerprint());
        try {
            Object copy = reader.decode(writer.encode(value));
            if (value != null) {
                assertThat(copy).hasSameClassAs(value);
            }
            return (T) copy;
        } catch (CodecException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static byte[] json(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        byte[] envelope = new byte[content.length + 2];
        envelope[0] = 1;
        envelope[1] = 1;
        System.arraycopy(content, 0, envelope, 2, content.length);
        return envelope;
    }

    static String text(byte[] envelope) {
        return new String(envelope, 2, envelope.length - 2, StandardCharsets.UTF_8);
    }
}
