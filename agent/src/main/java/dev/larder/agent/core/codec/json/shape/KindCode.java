package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import tools.jackson.core.JsonToken;

/**
 * The code at the head of a collection or map: letters for the kind, then, if the order needs it, a number: of hash
 * buckets, as in {@code h64}, or of a comparator.
 */
record KindCode(String kind, int order) {

    private static final int MAX_LENGTH = 12;

    void write(ValueWriter out) {
        out.json().writeString(order == 0 ? kind : kind + order);
    }

    static KindCode read(ValueReader in) throws CodecException {
        in.next(JsonToken.VALUE_STRING);
        String code = in.text();
        if (code.length() > MAX_LENGTH) {
            throw in.malformed("not the code of a kind");
        }
        int letters = 0;
        while (letters < code.length() && Character.isLetter(code.charAt(letters))) {
            letters++;
        }
        int order = letters == code.length() ? 0 : Integer.parseInt(code.substring(letters));
        return new KindCode(code.substring(0, letters), order);
    }
}
