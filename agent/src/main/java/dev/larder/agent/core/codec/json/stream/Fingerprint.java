package dev.larder.agent.core.codec.json.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hashes what two JVMs must agree on to read each other's values: the format and the shape of the declared type.
 *
 * <p><b>Shape.</b> Shapes are numbered breadth first; each describes itself by words and by the numbers of the shapes
 * inside it. The words run through 64-bit FNV-1a with a final mix, written as 16 hex digits.
 *
 * <p><b>Why</b> not a digest of the JDK: it would load the security providers before the application can configure
 * them. A collision does no harm: reading is strict whatever the fingerprint.
 */
public final class Fingerprint {

    /** The limit on the number of places in a declared type. */
    public static final int MAX_SHAPES = 2_000;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Map<Shape, Integer> numbers = new HashMap<>();
    private final List<Shape> order = new ArrayList<>();
    private long hash = FNV_OFFSET;

    private Fingerprint() {}

    public static String of(int formatVersion, Shape root) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.word(Integer.toString(formatVersion)).shape(root);
        for (int i = 0; i < fingerprint.order.size(); i++) {
            fingerprint.order.get(i).describe(fingerprint);
        }
        return fingerprint.digits();
    }

    public Fingerprint word(String word) {
        for (int i = 0; i < word.length(); i++) {
            add(word.charAt(i));
        }
        add('\n');
        return this;
    }

    public Fingerprint shape(Shape shape) {
        Integer number = numbers.get(shape);
        if (number == null) {
            number = order.size();
            numbers.put(shape, number);
            order.add(shape);
        }
        return word("#" + number);
    }

    private void add(char c) {
        hash = (hash ^ (c & 0xff)) * FNV_PRIME;
        hash = (hash ^ (c >>> 8)) * FNV_PRIME;
    }

    private String digits() {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return String.format("%016x", mixed ^ (mixed >>> 33));
    }
}
