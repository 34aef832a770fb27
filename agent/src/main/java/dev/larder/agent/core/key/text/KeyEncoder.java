package dev.larder.agent.core.key.text;

import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.type.Erasure;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * Renders the values of one declared type.
 *
 * <p><b>Shape.</b> What belongs to the declared type itself contributes plainly, so {@code {id}} of a {@code Long} is
 * {@code 42}. What belongs to another type names that in front where {@link TypeNames} asks for it: {@code Integer!42},
 * {@code com.acme.Color!RED}. Items of lists, arrays, records, and sets and maps that have an order stand in parentheses in
 * their order, those of other sets and maps sorted by their text: {@code (1,2)}, {@code (a=1,b=2)}. See
 * {@link KeyTemplate} for why this never clashes.
 *
 * <p><b>Threads.</b> Immutable. Reads the value on the caller's thread, running the application's iterators there.
 *
 * <p><b>Failure.</b> {@link UnsupportedKeyException} for a class that has no stable text, for a graph that is deeper
 * than 64 values or larger than 1 Mi values or 16 Mi characters, and for whatever the application's code throws meanwhile.
 */
public final class KeyEncoder {

    private final DeclaredType declared;
    private final String place;
    private final TypeNames names;
    private final boolean isField;
    private final @Nullable LeafForm leaf;

    private KeyEncoder(DeclaredType declared, String place, TypeNames names, boolean isField) {
        this.declared = declared;
        this.place = place;
        this.names = names;
        this.isField = isField;
        this.leaf = declared.raw().isEnum() ? LeafForm.ofEnum(declared.raw()) : LeafForm.find(declared.raw());
    }

    /** Whether the text of a value of exactly this class never changes. */
    public static boolean isFixed(Class<?> type) {
        return type.isEnum() || (LeafForm.find(type) != null && Modifier.isFinal(type.getModifiers()));
    }

    /**
     * For values of the type {@code declared}.
     *
     * @param place names the values in messages
     */
    public static KeyEncoder of(Type declared, String place, TypeNames names) {
        return new KeyEncoder(DeclaredType.of(declared), place, names, false);
    }

    /** The same for what a field holds, which {@linkplain FieldForm may be more}. */
    public static KeyEncoder ofField(Type declared, String place) {
        return new KeyEncoder(DeclaredType.of(declared), place, TypeNames.ALWAYS, true);
    }

    /** Whether a value may contribute something else where another type is declared for it. */
    public static boolean isAmbiguous(Type declared) {
        return !DeclaredType.of(declared).isClosed();
    }

    /** Whether a value may be a collection or a map of which the declared type does not say of what kind. */
    public static boolean mayBeGroup(Type declared) {
        Class<?> raw = Erasure.of(declared);
        ValueForm form = ValueForm.of(raw);
        boolean saysKind = form != null && form != CollectionForm.COLLECTION;
        return !saysKind && (raw.isAssignableFrom(ArrayList.class) || raw.isAssignableFrom(HashMap.class));
    }

    /** What the value contributes to a key. */
    public String text(@Nullable Object value) {
        if (value == null) {
            return KeyText.NULL;
        }
        return leaf != null && value.getClass() == declared.raw() ? leaf.text().apply(value) : written(value);
    }

    private String written(Object value) {
        KeyWriter writer = new KeyWriter(place, names, isField);
        try {
            writer.write(value, declared);
            return writer.text();
        } catch (UnsupportedKeyException e) {
            throw e;
        } catch (Throwable e) {
            // The application's, or what a deep stack leaves room for: the engine hears of it and runs the body.
            throw unreadable(place, e);
        }
    }

    /** What becomes of an exception that the application's code threw while {@code place} was read. */
    public static UnsupportedKeyException unreadable(String place, Throwable thrown) {
        return new UnsupportedKeyException(
                "reading " + place + " for the key threw " + thrown.getClass().getName(), KeyRemedy.unreadable(place));
    }
}
