package dev.larder.agent.core.engine;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.SharedCopies;
import dev.larder.agent.core.codec.ValueCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes lists of lines, which are mutable, and strings, which are not. */
final class LinesCodec implements ValueCodec {

    @Override
    public String fingerprint() {
        return "lines";
    }

    @Override
    public byte[] encode(Object value) throws CodecException {
        if (value instanceof List<?> lines) {
            return ("L"
                            + String.join(
                                    "\n", lines.stream().map(String.class::cast).toList()))
                    .getBytes(StandardCharsets.UTF_8);
        }
        if (value instanceof String text) {
            return ("S" + text).getBytes(StandardCharsets.UTF_8);
        }
        throw new CodecException("neither lines nor text");
    }

    @Override
    public Object decode(byte[] envelope) throws CodecException {
        String text = new String(envelope, StandardCharsets.UTF_8);
        return switch (text.charAt(0)) {
            case 'L' -> new ArrayList<>(List.of(text.substring(1).split("\n", -1)));
            case 'S' -> text.substring(1);
            default -> throw new CodecException("not an envelope");
        };
    }

    @Override
    public Copies copies(Object value) {
        return value == null || value instanceof String ? new SharedCopies(value, 0) : null;
    }
}
