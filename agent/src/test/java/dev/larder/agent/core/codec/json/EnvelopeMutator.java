package dev.larder.agent.core.codec.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Changes envelopes as a broken store, another program or an attacker would: bits and ranges of bytes; numbers, texts and values of the
 * JSON; pieces of other envelopes.
 *
 * <p><b>Threads.</b> Confined to one.
 */
final class EnvelopeMutator {

    private static final int HEAD = 2;
    private static final int MOST_CHANGES = 4;
    private static final int MOST_BYTES = 1 << 16;
    private static final int DEEP = 300;

    private static final String[] NUMBERS = {
        "0",
        "1",
        "2",
        "3",
        "5",
        "-1",
        "-0",
        "00",
        "0.5",
        "1.0",
        "1e5",
        "1e999999999",
        "-1e-999999999",
        "127",
        "128",
        "-129",
        "65535",
        "65536",
        "2147483647",
        "2147483648",
        "-2147483649",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999999999999999999999999999",
        "NaN",
        "\"NaN\"",
        "\"Infinity\"",
        "4294967296",
        "255",
        "16777217"
    };

    private static final String[] LITERALS = {
        "null", "true", "false", "0", "1", "\"\"", "[]", "{}", "[null]", "\"a\"", "[\"a\"]"
    };

    private final Random random;
    private final List<String> words;

    /** @param words texts that mean something to some reader, or should mean nothing to any */
    EnvelopeMutator(Random random, List<String> words) {
        this.random = random;
        this.words = words;
    }

    /** With up to {@value #MOST_CHANGES} changes, in its bytes and in its JSON. */
    byte[] changed(byte[] envelope, byte[] donor) {
        byte[] changed = envelope;
        int changes = random.nextBoolean() ? 1 : 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes; i++) {
            changed = random.nextInt(6) == 0 ? bytes(changed, donor) : json(changed, donor);
        }
        return changed.length > MOST_BYTES ? Arrays.copyOf(changed, MOST_BYTES) : changed;
    }

    /** With one or two changes that look at nothing. */
    byte[] damaged(byte[] stored, byte[] donor) {
        byte[] damaged = bytes(stored, donor);
        return random.nextBoolean() ? damaged : bytes(damaged, donor);
    }

    private byte[] bytes(byte[] from, byte[] donor) {
        if (from.length == 0) {
            return donor;
        }
        int at = random.nextInt(from.length);
        int end = at + random.nextInt(Math.min(from.length - at, 40) + 1);
        return switch (random.nextInt(8)) {
            case 0 -> with(from, at, (byte) (from[at] ^ (1 << random.nextInt(8))));
            case 1 -> with(from, at, (byte) random.nextInt(256));
            case 2 -> with(from, at, from[random.nextInt(from.length)]);
            case 3 -> Arrays.copyOf(from, at);
            case 4 -> replaced(from, at, end, new byte[0]);
            case 5 -> replaced(from, end, end, Arrays.copyOfRange(from, at, end));
            case 6 -> replaced(from, at, from.length, tail(donor));
            default -> replaced(from, from.length, from.length, tail(donor));
        };
    }

    private static byte[] with(byte[] from, int at, byte value) {
        byte[] changed = from.clone();
        changed[at] = value;
        return changed;
    }

    private byte[] tail(byte[] donor) {
        return Arrays.copyOfRange(donor, random.nextInt(donor.length + 1), donor.length);
    }

    private static byte[] replaced(byte[] from, int start, int end, byte[] piece) {
        ByteArrayOutputStream made = new ByteArrayOutputStream(from.length + piece.length);
        made.write(from, 0, start);
        made.writeBytes(piece);
        made.write(from, end, from.length - end);
        return made.toByteArray();
    }

    private byte[] json(byte[] from, byte[] donor) {
        List<Span> spans = Span.allOf(from, HEAD);
        if (spans.isEmpty()) {
            return bytes(from, donor);
        }
        Span span = one(spans);
        byte[] piece = span.of(from);
        return switch (random.nextInt(12)) {
            case 9, 10, 11 -> ofItsKind(span, spans, from, donor);
            case 0 -> number(from, spans);
            case 1, 2 -> text(from, spans);
            case 3 -> span.replacedBy(one(List.of(LITERALS)), from);
            case 4 -> span.replacedBy(Integer.toString(random.nextInt(12)), from);
            case 5 -> span.replacedBy(ofDonor(donor), from);
            case 6 -> span.replacedBy(nested(piece), from);
            case 7 -> span.replacedBy(one(spans).of(from), from);
            default -> repeated(span, piece, from);
        };
    }

    /** A text for a text, an array for an array, of its own or of another envelope: what is left is often a value. */
    private byte[] ofItsKind(Span span, List<Span> spans, byte[] from, byte[] donor) {
        boolean isOwn = random.nextBoolean();
        byte[] source = isOwn ? from : donor;
        List<Span> alike = (isOwn ? spans : Span.allOf(donor, HEAD))
                .stream()
                        .filter(other -> other.isNumber(source) == span.isNumber(from))
                        .filter(other -> span.isNumber(from) || source[other.start] == from[span.start])
                        .toList();
        return alike.isEmpty()
                ? number(from, spans)
                : span.replacedBy(one(alike).of(source), from);
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private byte[] number(byte[] from, List<Span> spans) {
        List<Span> numbers = spans.stream().filter(span -> span.isNumber(from)).toList();
        return numbers.isEmpty() ? from : one(numbers).replacedBy(one(List.of(NUMBERS)), from);
    }

    private byte[] text(byte[] from, List<Span> spans) {
        List<Span> texts = spans.stream().filter(span -> span.isText(from)).toList();
        return texts.isEmpty() ? from : one(texts).replacedBy('"' + one(words) + '"', from);
    }

    private byte[] ofDonor(byte[] donor) {
        List<Span> spans = Span.allOf(donor, HEAD);
        return spans.isEmpty() ? tail(donor) : one(spans).of(donor);
    }

    private byte[] nested(byte[] piece) {
        String open = one(List.of("[", "[\"a\",", "[\"[\",[\"a\",", "[\"h\",", "[\"?\",[", "[0,", "{\"a\":"));
        long arrays = open.chars().filter(c -> c == '[').count();
        String close = (open.startsWith("{") ? "}" : "]").repeat(Math.max(1, (int) arrays));
        int depth = random.nextInt(20) == 0 ? DEEP : 1 + random.nextInt(3);
        String middle = new String(piece, StandardCharsets.ISO_8859_1);
        return (open.repeat(depth) + middle + close.repeat(depth)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Once more or many times more, or not at all. */
    private byte[] repeated(Span span, byte[] piece, byte[] from) {
        if (random.nextInt(3) == 0) {
            return span.replacedBy(new byte[0], from);
        }
        int times = random.nextInt(30) == 0 ? 500 : 2;
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < times && i * piece.length < MOST_BYTES; i++) {
            pieces.add(new String(piece, StandardCharsets.ISO_8859_1));
        }
        return span.replacedBy(String.join(",", pieces).getBytes(StandardCharsets.ISO_8859_1), from);
    }

    /** Where a value of a JSON text is; of a broken text, where one may be. */
    record Span(int start, int end) {

        static List<Span> allOf(byte[] text, int from) {
            List<Span> all = new ArrayList<>();
            List<Integer> open = new ArrayList<>();
            int at = from;
            while (at < text.length) {
                byte c = text[at];
                if (c == '[' || c == '{') {
                    open.add(at++);
                } else if (c == ']' || c == '}') {
                    at++;
                    if (!open.isEmpty()) {
                        all.add(new Span(open.remove(open.size() - 1), at));
                    }
                } else if (c == ',' || c == ':') {
                    at++;
                } else {
                    int end = c == '"' ? endOfText(text, at) : endOfWord(text, at);
                    all.add(new Span(at, end));
                    at = end;
                }
            }
            return all;
        }

        private static int endOfText(byte[] text, int start) {
            for (int i = start + 1; i < text.length; i++) {
                if (text[i] == '\\') {
                    i++;
                } else if (text[i] == '"') {
                    return i + 1;
                }
            }
            return text.length;
        }

        private static int endOfWord(byte[] text, int start) {
            int end = start + 1;
            while (end < text.length && "[]{},:\"".indexOf(text[end]) < 0) {
                end++;
            }
            return end;
        }

        byte[] of(byte[] text) {
            return Arrays.copyOfRange(text, start, end);
        }

        boolean isNumber(byte[] text) {
            return text[start] == '-' || text[start] >= '0' && text[start] <= '9';
        }

        boolean isText(byte[] text) {
            return text[start] == '"';
        }

        byte[] replacedBy(byte[] piece, byte[] text) {
            return replaced(text, start, end, piece);
        }

        byte[] replacedBy(String piece, byte[] text) {
            return replacedBy(piece.getBytes(StandardCharsets.UTF_8), text);
        }
    }
}
