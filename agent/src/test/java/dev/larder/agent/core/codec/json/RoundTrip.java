package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.config.LoadConfig;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

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
