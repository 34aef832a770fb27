package dev.larder.agent.core.link.batch;

import dev.larder.agent.core.effect.many.PutValues;
import dev.larder.agent.core.key.KeyElements;
import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.type.Erasure;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a put of many stores.
 *
 * @param value the declared type of each value
 */
public record PutType(PutValues values, Type value) {

    /**
     * Of a put whose key has a {@code []}.
     *
     * @param declared the type of what it names as its value
     * @param parameter that its value is; empty for the result
     * @param types of the key's placeholders
     * @throws KeyTemplateException if it does not say what belongs to which id
     */
    public static PutType of(Type declared, OptionalInt parameter, KeyTemplate key, List<Type> types)
            throws KeyTemplateException {
        KeyPart.Placeholder collection = Objects.requireNonNull(key.collection());
        Class<?> erased = Erasure.of(declared);
        if (Map.class.isAssignableFrom(erased)) {
            return byId(declared, key, types);
        }
        boolean isOwn = isValue(collection, parameter) && (erased.isArray() || Iterable.class.isAssignableFrom(erased));
        if (isOwn || erased.isArray() || List.class.isAssignableFrom(erased)) {
            Type value = KeyElements.typeOf(declared, collection.source());
            return new PutType(
                    isOwn ? PutValues.OWN : PutValues.IN_ORDER, BatchType.checked(value, collection.source()));
        }
        throw new KeyTemplateException(
                "its key has a '[]', one entry for each element of " + collection.source() + ", but its value, "
                        + erased.getName() + ", does not say what belongs to which",
                "Put a Map by id, or a List or array in the order of the ids.");
    }

    private static PutType byId(Type map, KeyTemplate key, List<Type> types) throws KeyTemplateException {
        List<KeyPart.Placeholder> placeholders = key.placeholders();
        for (int i = 0; i < types.size(); i++) {
            if (placeholders.get(i) instanceof KeyPart.Element id) {
                if (!id.path().isEmpty()) {
                    throw new KeyTemplateException(
                            "its key has a property of each element, " + id.source()
                                    + ", and its value is a Map, which is asked by the elements themselves",
                            "Put a List in the order of the elements, or pass the ids beside the Map.");
                }
                BatchType.requireSame(
                        Erasure.of(types.get(i)),
                        Erasure.of(BatchType.argument(map, Map.class, 0, id.source())),
                        id.source());
            }
        }
        String source = Objects.requireNonNull(key.collection()).source();
        return new PutType(PutValues.BY_ID, BatchType.checked(BatchType.argument(map, Map.class, 1, source), source));
    }

    /** Whether the elements of the key are the values themselves. */
    private static boolean isValue(KeyPart.Placeholder collection, OptionalInt parameter) {
        if (!collection.path().isEmpty()) {
            return false;
        }
        return collection instanceof KeyPart.Argument argument
                ? parameter.isPresent() && parameter.getAsInt() == argument.index()
                : collection instanceof KeyPart.Result && parameter.isEmpty();
    }
}
