package dev.larder.agent.core.codec.json.scalar;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import tools.jackson.core.JsonToken;

/** Text as JSON; as an array of char values if it has an unpaired surrogate, which UTF-8 cannot represent. */
final class Texts {

    private Texts() {}

    static void write(ValueWriter out, String text) {
        if (isWellFormed(text)) {
            out.json().writeString(text);
            return;
        }
        out.json().writeStartArray();
        text.chars().forEach(out.json()::writeNumber);
        out.json().writeEndArray();
    }

    static String read(ValueReader in) throws CodecException {
        if (!in.is(JsonToken.START_ARRAY)) {
            return in.text();
        }
        StringBuilder text = new StringBuilder();
        while (in.nextElement()) {
            text.append((char) in.integer(Character.MIN_VALUE, Character.MAX_VALUE));
        }
        return text.toString();
    }

    private static boolean isWellFormed(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c) && !isHalfOfPair(text, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHalfOfPair(String text, int index) {
        int first = Character.isHighSurrogate(text.charAt(index)) ? index : index - 1;
        return first >= 0
                && first + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(first), text.charAt(first + 1));
    }
}
