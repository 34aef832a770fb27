package dev.larder.agent.core.codec.copy.layout;

import dev.larder.agent.core.codec.heap.Heap;
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

    /** Of classes whose objects take more or fewer bytes. */
    static final long VARIABLE = -1;

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

    public static long ofText(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        int length = text.length();
        return TEXT_BYTES + (length < LONG_TEXT ? (long) Character.BYTES * length : ofCharacters(text));
    }

    /** Of immutable objects of one class, or {@link Shell#MIXED} if there are others among them. */
    public static long ofAll(@Nullable Object[] scalars, Layout layout) {
        Class<?> type = layout.type();
        long fixed = layout.fixedBytes();
        long bytes = 0;
        for (Object scalar : scalars) {
            if (scalar != null) {
                if (scalar.getClass() != type) {
                    return Shell.MIXED;
                }
                bytes += fixed == VARIABLE ? of(scalar) : fixed;
            }
        }
        return bytes;
    }

    private static long ofScalar(Object scalar) {
        long fixed = Layout.of(scalar.getClass()).fixedBytes();
        if (fixed != VARIABLE) {
            return fixed;
        }
        if (scalar instanceof BigInteger number) {
            return OBJECT_BYTES + number.bitLength() / Byte.SIZE;
        }
        if (scalar instanceof BigDecimal number) {
            return OBJECT_BYTES + number.precision() / 2;
        }
        if (scalar instanceof Pattern pattern) {
            return OBJECT_BYTES + BYTES_OF_A_STEP * (long) pattern.pattern().length();
        }
        return OBJECT_BYTES
                + PARTS_OF_AN_ADDRESS
                        * (long) Character.BYTES
                        * scalar.toString().length();
    }

    /** What each object of an immutable class takes, or {@link #VARIABLE}. Asked once for each class. */
    static long fixedOf(Class<?> type) {
        if (type == String.class
                || BigInteger.class.isAssignableFrom(type)
                || BigDecimal.class.isAssignableFrom(type)
                || Path.class.isAssignableFrom(type)
                || type == Pattern.class
                || type == URI.class
                || type == URL.class
                || File.class.isAssignableFrom(type)) {
            return VARIABLE;
        }
        return Temporal.class.isAssignableFrom(type) || type == StackTraceElement.class ? OBJECT_BYTES : SCALAR_BYTES;
    }

    static long ofFixed(@Nullable Object leaf, long bytes) {
        return leaf == null ? 0 : bytes;
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
