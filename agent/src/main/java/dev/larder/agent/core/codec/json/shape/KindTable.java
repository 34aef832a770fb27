package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The codes at the head of a collection or map: one or two letters for the kind, then, if the order needs it, a number:
 * of hash buckets, as in {@code h64}, or of a comparator.
 *
 * <p><b>Threads.</b> Immutable.
 */
final class KindTable<K> {

    /** A kind and the number that its order needs; 0 if it needs none. */
    record Head<K>(K kind, int order) {}

    private static final int LETTERS = 27;
    private static final int MOST_DIGITS = 9;

    private final @Nullable Object[] heads = new Object[LETTERS * LETTERS];

    KindTable(List<K> kinds, Function<K, String> code) {
        for (K kind : kinds) {
            String letters = code.apply(kind);
            int place = 0;
            for (int i = 0; i < letters.length(); i++) {
                place = LETTERS * place + letters.charAt(i) - 'a' + 1;
            }
            heads[place] = new Head<>(kind, 0);
        }
    }

    static void write(String code, int order, ValueWriter out) {
        out.json().writeString(order == 0 ? code : code + order);
    }

    Head<K> read(ValueReader in) throws CodecException {
        in.next(JsonToken.VALUE_STRING);
        JsonParser json = in.json();
        char[] source = json.getStringCharacters();
        int i = json.getStringOffset();
        int end = i + json.getStringLength();
        int place = 0;
        while (i < end && source[i] >= 'a' && source[i] <= 'z' && place < LETTERS) {
            place = LETTERS * place + source[i++] - 'a' + 1;
        }
        @SuppressWarnings("unchecked") // only the constructor writes
        Head<K> head = (Head<K>) heads[place];
        if (head == null) {
            throw in.malformed("not the code of a kind");
        }
        return i == end ? head : new Head<>(head.kind, orderIn(source, i, end, in));
    }

    /** A head that was noted as any object. */
    @SuppressWarnings("unchecked") // what a shape notes is of its own table
    Head<K> noted(Object head) {
        return (Head<K>) head;
    }

    private static int orderIn(char[] source, int from, int to, ValueReader in) throws CodecException {
        if (to - from > MOST_DIGITS) {
            throw in.malformed("not the number of an order");
        }
        return Integer.parseInt(new String(source, from, to - from));
    }
}
