package dev.larder.agent.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Texts, numbers and lists as one text, so that a plan fits into a class file's constant.
 *
 * <p><b>Shape.</b> One value after the other: a text is its length, a colon and its characters; a number is its decimal
 * digits as a text; a list is the number of its items, then the items.
 */
public final class PlanText {

    private static final int MAX_CONSTANT_BYTES = 65_535;

    private PlanText() {}

    /** Whether a class file can hold {@code text} as a constant. */
    public static boolean isConstant(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length() && bytes <= MAX_CONSTANT_BYTES; i++) {
            char c = text.charAt(i);
            bytes += c != 0 && c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return bytes <= MAX_CONSTANT_BYTES;
    }

    /** Writes values one after the other. */
    static final class Writer {

        private final StringBuilder out = new StringBuilder();

        Writer add(String text) {
            out.append(text.length()).append(':').append(text);
            return this;
        }

        Writer add(long number) {
            return add(Long.toString(number));
        }

        Writer add(boolean flag) {
            return add(flag ? 1 : 0);
        }

        Writer add(Enum<?> constant) {
            return add(constant.name());
        }

        Writer add(List<String> texts) {
            return add(texts, (text, writer) -> writer.add(text));
        }

        <T> Writer add(List<T> items, BiConsumer<T, Writer> form) {
            add(items.size());
            items.forEach(item -> form.accept(item, this));
            return this;
        }

        String text() {
            return out.toString();
        }
    }

    /** Reads them in the same order. */
    static final class Reader {

        private final String in;
        private int position;

        Reader(String in) {
            this.in = in;
        }

        String text() {
            int colon = in.indexOf(':', position);
            int end = colon + 1 + Integer.parseInt(in, position, colon, 10);
            position = end;
            return in.substring(colon + 1, end);
        }

        long number() {
            return Long.parseLong(text());
        }

        boolean flag() {
            return number() == 1;
        }

        <E extends Enum<E>> E constant(Class<E> type) {
            return Enum.valueOf(type, text());
        }

        List<String> texts() {
            return list(Reader::text);
        }

        <T> List<T> list(Function<Reader, T> form) {
            List<T> items = new ArrayList<>();
            for (long left = number(); left > 0; left--) {
                items.add(form.apply(this));
            }
            return items;
        }
    }
}
