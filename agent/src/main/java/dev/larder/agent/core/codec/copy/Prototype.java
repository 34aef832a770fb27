package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.SharedCopies;
import dev.larder.agent.core.codec.copy.layout.Layout;
import dev.larder.agent.core.codec.copy.layout.Sizes;
import dev.larder.agent.core.codec.heap.Heap;
import org.jspecify.annotations.Nullable;

/**
 * A result as it was when the method returned it, from which every caller gets a copy of its own.
 *
 * <p>A copy has the classes, the identities and the cycles of the original. What is immutable is shared by all copies: a copy
 * of a list of a hundred records is a new list of the same records. Nothing is encoded, and no constructor or method of the
 * application runs, except hash codes and comparators of keys that are themselves copied, and iterators of maps and sets of
 * other libraries.
 *
 * <p><b>Threads.</b> Immutable. To be made before the method's caller can change the result.
 *
 * <p><b>Failure.</b> {@link CodecException} for a value that cannot be copied, such as a thread or an open stream: it names
 * where in the value, which class, and what to do.
 */
public final class Prototype implements Copies {

    private static final int LONGEST_PLACE = 120;
    private static final Object[] NONE = {};
    private static final Part[] NO_PARTS = {};

    private final @Nullable Object shared;
    private final @Nullable Part root;
    private final Part[] repeated;
    private final long bytes;

    /**
     * @param shared the value if it is immutable as a whole, and there is no root
     */
    Prototype(@Nullable Object shared, @Nullable Part root, Part[] repeated, long bytes) {
        this.shared = shared;
        this.root = root;
        this.repeated = repeated;
        this.bytes = bytes;
    }

    /** Whether this JVM lets objects be copied. */
    public static boolean isSupported() {
        return Heap.isOpen();
    }

    /**
     * Copies {@code value}.
     *
     * @param maxBytes how much memory it may take, about
     */
    public static Copies of(@Nullable Object value, long maxBytes) throws CodecException {
        return made(value, maxBytes);
    }

    /** For the most frequent results, texts and numbers; null for any other, and for what takes more than {@code maxBytes}. */
    public static @Nullable Copies ofScalar(@Nullable Object value, long maxBytes) {
        if (value != null && Layout.of(value.getClass()).treatment() != Layout.Treatment.SHARED) {
            return null;
        }
        long bytes = value instanceof String text ? Sizes.ofText(text) : Sizes.of(value);
        return bytes <= maxBytes ? new SharedCopies(value, bytes) : null;
    }

    private static Prototype made(@Nullable Object value, long maxBytes) throws CodecException {
        try {
            Layout layout = value == null ? null : Layout.of(value.getClass());
            if (value != null && layout != null && layout.isFlat()) { // it refers to nothing that would be walked over
                ByteCount bytes = new ByteCount(maxBytes);
                bytes.addObject(value, layout);
                Part.Leaf leaf = new Part.Leaf(layout.shell().copyOf(value), layout.shell());
                return new Prototype(null, leaf, NO_PARTS, bytes.bytes());
            }
            return new PrototypeBuilder(new ByteCount(maxBytes)).build(value);
        } catch (CodecException e) {
            throw new CodecException(
                    "Cannot copy a "
                            + (value == null ? "null" : value.getClass().getTypeName()) + ": at "
                            + shortened("$" + e.getMessage()),
                    e.remedy());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new CodecException("Cannot copy a "
                    + (value == null ? "null" : value.getClass().getTypeName()) + ": "
                    + e.getClass().getName());
        }
    }

    /** Of a long chain the beginning and the end say enough. */
    private static String shortened(String placeAndReason) {
        int end = placeAndReason.indexOf(": ");
        return end <= LONGEST_PLACE
                ? placeAndReason
                : placeAndReason.substring(0, LONGEST_PLACE / 2) + "…"
                        + placeAndReason.substring(end - LONGEST_PLACE / 2);
    }

    @Override
    public boolean isShared() {
        return root == null;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public @Nullable Object copy() {
        if (root == null) {
            return shared;
        }
        if (repeated.length == 0) {
            return root.copy(NONE);
        }
        Object[] copies = new Object[repeated.length];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = repeated[i].begin();
        }
        for (int i = 0; i < copies.length; i++) {
            repeated[i].finish(copies[i], copies);
        }
        return root.in(copies);
    }

    @Override
    public boolean isLike(@Nullable Object value) {
        if (root == null) {
            return value == shared;
        }
        try {
            Prototype other = made(value, Long.MAX_VALUE);
            return other.root != null
                    && other.repeated.length == repeated.length
                    && new PartComparison(repeated.length).areAlike(root, other.root);
        } catch (CodecException | RuntimeException changed) { // also by methods of the application
            return false;
        }
    }
}
