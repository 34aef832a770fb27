package dev.larder.agent.core.codec.copy.layout;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.temporal.Temporal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How many bytes objects take, about: with compressed pointers. */
public final class Sizes {

    private static final int TEXT_BYTES = 40;
    private static final int SCALAR_BYTES = 24;

    /** Of an object that has others for its parts. */
    private static final long OBJECT_BYTES = 160;

    /** It keeps its text, and parts of that text once more. */
    private static final int PARTS_OF_AN_ADDRESS = 3;

    /** A pattern is compiled to a step for each of its characters. */
    private static final int BYTES_OF_A_STEP = 80;

    /** Only for longer ones does it matter how many bytes a character takes. */
    private static final int LONG_TEXT = 256;

    /** Of the array that holds a text: its length depends on the characters. -1 if this JVM has another kind of text. */
    private static final long CHARACTERS = offsetOfCharacters();

    private Sizes() {}

    private static long offsetOfCharacters() {
        try {
            return Heap.isOpen() ? Heap.offsetOf(String.class.getDeclaredField("value")) : -1;
        } catch (NoSuchFieldException e) {
            return -1;
        }
    }

    /** Of an object that refers to nothing but its own content. */
    public static long of(@Nullable Object leaf) {
        if (leaf == null) {
            return 0;
        }
        if (!(leaf instanceof String text)) {
            return ofScalar(leaf);
        }
        return ofText(text);
    }

    static long ofText(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        int length = text.length();
        return TEXT_BYTES + (length < LONG_TEXT ? (long) Character.BYTES * length : ofCharacters(text));
    }

    /** Of texts, or {@link Shell#MIXED} if there are other objects among them. */
    public static long ofTexts(@Nullable Object[] texts) {
        long bytes = 0;
        for (Object text : texts) {
            if (text != null && text.getClass() != String.class) {
                return Shell.MIXED;
            }
            bytes += ofText((String) text);
        }
        return bytes;
    }

    private static long ofScalar(Object scalar) {
        if (scalar instanceof BigInteger number) {
            return OBJECT_BYTES + number.bitLength() / Byte.SIZE;
        }
        if (scalar instanceof BigDecimal number) {
            return OBJECT_BYTES + number.precision() / 2;
        }
        if (scalar instanceof URI || scalar instanceof URL || scalar instanceof File || scalar instanceof Path) {
            return OBJECT_BYTES
                    + PARTS_OF_AN_ADDRESS
                            * (long) Character.BYTES
                            * scalar.toString().length();
        }
        if (scalar instanceof Pattern pattern) {
            return OBJECT_BYTES + BYTES_OF_A_STEP * (long) pattern.pattern().length();
        }
        boolean isComposite = scalar instanceof Temporal || scalar instanceof StackTraceElement;
        return isComposite ? OBJECT_BYTES : SCALAR_BYTES;
    }

    private static long ofCharacters(String text) {
        Object characters = CHARACTERS < 0 ? null : Heap.get(text, CHARACTERS);
        return characters instanceof byte[] bytes ? bytes.length : (long) Character.BYTES * text.length();
    }

    /** The bytes of one element of an array of primitives. */
    public static int ofComponent(Class<?> primitive) {
        if (primitive == long.class || primitive == double.class) {
            return Long.BYTES;
        }
        if (primitive == int.class || primitive == float.class) {
            return Integer.BYTES;
        }
        return primitive == short.class || primitive == char.class ? Short.BYTES : 1;
    }
}
