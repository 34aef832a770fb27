package dev.larder.agent.core.key;

import dev.larder.agent.core.key.text.UnsupportedKeyException;
import dev.larder.agent.core.type.Erasure;
import dev.larder.agent.core.type.TypeBindings;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What {@code {ids[]}} runs over: the elements of an array, a collection, or whatever else can be iterated. */
public final class KeyElements {

    /** As many as one contribution may have values: an iterable need not have an end. */
    private static final int MAX_ELEMENTS = 1 << 20;

    private KeyElements() {}

    /**
     * The declared type of the elements, as exactly as the declaration of {@code collection} tells.
     *
     * @param source the placeholder, for the message
     * @throws KeyTemplateException if a value of that type need not have elements
     */
    public static Type typeOf(Type collection, String source) throws KeyTemplateException {
        Class<?> raw = Erasure.of(collection);
        if (collection instanceof GenericArrayType array) {
            return array.getGenericComponentType();
        }
        if (raw.isArray()) {
            return raw.getComponentType();
        }
        if (Iterable.class.isAssignableFrom(raw)) {
            return declaredElement(collection, source);
        }
        throw new KeyTemplateException(
                "its template names " + Quoted.of(source) + ", but " + raw.getName()
                        + " is neither an array nor a collection",
                "Leave the '[]' out, or name what has the elements.");
    }

    /**
     * Of a raw type nothing is declared, and each element would name its type in its key: no key of a method that
     * declares one would ever be meant.
     */
    private static Type declaredElement(Type iterable, String source) throws KeyTemplateException {
        Type element = TypeBindings.of(iterable).resolve(Iterable.class.getTypeParameters()[0]);
        boolean isRaw = element instanceof TypeVariable<?> variable
                && variable.getGenericDeclaration() instanceof Class<?> declaring
                && declaring.isAssignableFrom(Erasure.of(iterable));
        if (!isRaw) {
            return element;
        }
        throw new KeyTemplateException(
                "its template names " + Quoted.of(source) + ", but of what type the elements are is not declared",
                "Declare it, such as List<Long>; if it is declared, a class that the method's class mentions is missing.");
    }

    /**
     * Hands out the elements, in their order; none of null. What is behind the 1,048,576th is not looked at.
     *
     * @throws UnsupportedKeyException if there are more, behind those handed out
     */
    public static void forEach(@Nullable Object collection, String source, Consumer<@Nullable Object> action) {
        if (collection instanceof Iterable<?> iterable) {
            int count = 0;
            for (Object element : iterable) {
                checkCount(count++, source);
                action.accept(element);
            }
        } else if (collection != null) {
            for (int i = 0; i < Array.getLength(collection); i++) {
                checkCount(i, source);
                action.accept(Array.get(collection, i));
            }
        }
    }

    private static void checkCount(int before, String source) {
        if (before == MAX_ELEMENTS) {
            throw new UnsupportedKeyException(
                    source + " has more than " + MAX_ELEMENTS + " elements", "Pass fewer at a time.");
        }
    }
}
