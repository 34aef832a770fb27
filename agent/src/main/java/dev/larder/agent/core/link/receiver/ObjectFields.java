package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.key.text.FieldText;
import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.key.text.KeyText;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import dev.larder.agent.core.type.Erasure;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders the fields of the object that a method is called on, as far as they are plain: what an argument may be, and
 * dates, classes, locales, currencies, URIs, paths, character sets and regular expressions.
 *
 * <p>Whether a field is plain is decided by its declared type, so that a service's collaborators cost a call nothing. Where
 * that leaves it open, as {@code Object} and {@code Number} do, the value decides.
 *
 * <p><b>Threads.</b> Immutable. Reads values on the caller's thread.
 */
final class ObjectFields {

    /**
     * What stands for a value whose class cannot be part of a key, such as a collaborator behind a type variable. No value
     * contributes it: null is written without its type.
     */
    static final String OPAQUE = "Object!~";

    /** Larger collections cost more to write into each key than a load is likely to. */
    private static final int MAX_ELEMENTS = 1_000;

    /** Whether what is of the class is an object in whose fields there is data, so that it tells objects apart. */
    private static final ClassValue<Boolean> HAS_DATA = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            FieldKind kind = FieldKind.of(type);
            boolean isData = kind == FieldKind.DATA || kind == FieldKind.HELD;
            return isData
                    && (KnownTypes.isContainer(type)
                            || !FieldKind.dataFieldsOf(type).isEmpty());
        }
    };

    /** Whether what is of the class tells objects apart by the data in its fields. */
    static boolean hasData(Class<?> type) {
        return HAS_DATA.get(type);
    }

    private final Class<?> declared;
    private final boolean isOpen;
    private final String place;
    private final KeyEncoder encoder;

    private ObjectFields(Type declared, String place) {
        this.declared = Erasure.of(declared);
        this.isOpen = FieldKind.of(declared) == FieldKind.OPEN;
        this.place = place;
        this.encoder = KeyEncoder.ofField(isOpen ? Object.class : declared, place);
    }

    /**
     * For fields of the type {@code declared}, of the kind {@link FieldKind#PLAIN} or {@link FieldKind#OPEN}.
     *
     * @param place names the field in messages
     */
    static ObjectFields of(Type declared, String place) {
        return new ObjectFields(declared, place);
    }

    /** What the value contributes. */
    String text(@Nullable Object value) {
        if (value == null) {
            return KeyText.NULL;
        }
        checkSizeOf(value);
        String text = FieldText.of(value, declared);
        if (text != null) {
            return text;
        }
        return isOpen && !isInKey(value) ? opaque(value) : encoder.text(value);
    }

    private String opaque(Object value) {
        if (hasData(value.getClass())) {
            throw UnsupportedKeyException.inside(
                    place,
                    "a value of " + value.getClass().getName() + " in " + place
                            + " is data of which no key can be made, and so cannot be part of a key");
        }
        return OPAQUE;
    }

    private void checkSizeOf(Object value) {
        try {
            checkSize(value);
        } catch (UnsupportedKeyException e) {
            throw e;
        } catch (Throwable e) { // the application's collection, such as a lazy one without its session
            throw KeyEncoder.unreadable(place, e);
        }
    }

    private void checkSize(Object value) {
        int size = value instanceof Collection<?> collection
                ? collection.size()
                : value instanceof Map<?, ?> map ? map.size() : 0;
        if (size > MAX_ELEMENTS) {
            throw UnsupportedKeyException.inside(
                    place,
                    place + " has more than " + MAX_ELEMENTS
                            + " elements, which is too much for every key, and cannot be part of a key");
        }
    }

    /**
     * Whether a value behind an {@linkplain FieldKind#OPEN open} type has a part in the key, so that no key is made if that
     * fails. Its class alone decides: what a collection holds may change between two looks at it.
     */
    static boolean isInKey(@Nullable Object value) {
        return value == null || FieldText.isInKey(value.getClass());
    }
}
