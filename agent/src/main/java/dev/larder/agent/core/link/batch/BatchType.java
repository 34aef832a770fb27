package dev.larder.agent.core.link.batch;

import dev.larder.agent.core.engine.batch.BatchResults;
import dev.larder.agent.core.engine.batch.ListResults;
import dev.larder.agent.core.engine.batch.MapResults;
import dev.larder.agent.core.key.BatchKey;
import dev.larder.agent.core.key.KeyElements;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.result.ColdResults;
import dev.larder.agent.core.result.OneShotResults;
import dev.larder.agent.core.type.Erasure;
import dev.larder.agent.core.type.TypeBindings;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a batch method takes and returns.
 *
 * @param value the declared type of the value of one id
 */
public record BatchType(BatchResults results, Type value) {

    /**
     * What a method with that key takes and returns.
     *
     * @throws KeyTemplateException if a batch cannot be made of that
     */
    public static BatchType of(WovenMethod woven, BatchKey key) throws KeyTemplateException {
        if (woven.isSuspend() || ColdResults.isCold(woven.erased().returnType())) {
            throw new KeyTemplateException(
                    "its key has " + key.source()
                            + ", one entry for each id, and its result comes later in another way than by a"
                            + " CompletableFuture",
                    "Return a CompletableFuture of the Map or List, or the Map or List itself.");
        }
        Type ids = woven.parameterTypes().get(key.parameter());
        Class<?> collection = Erasure.of(ids);
        Type id = KeyElements.typeOf(ids, key.source());
        if (!IdCollection.isKnown(collection)) {
            throw new KeyTemplateException(
                    "its key has " + key.source() + ", one entry for each id, but a " + collection.getName()
                            + " of the missing ids cannot be made",
                    "Declare the parameter as " + IdCollection.KNOWN + ".");
        }
        if (Erasure.of(id).isArray()) {
            throw new KeyTemplateException(
                    "its key has " + key.source()
                            + ", one entry for each id, but the ids are arrays, which are not equal to others"
                            + " with the same elements",
                    "Pass ids that are values, such as records.");
        }
        if (!woven.isValueLater()) {
            return of(woven.resultType(), woven.erased().returnType(), key, Erasure.of(id));
        }
        Type later = boundOf(woven.valueType());
        return of(later, Erasure.of(later), key, Erasure.of(id));
    }

    private static Type boundOf(Type type) {
        return type instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : type;
    }

    private static BatchType of(Type result, Class<?> erased, BatchKey key, Class<?> id) throws KeyTemplateException {
        if (Map.class.isAssignableFrom(erased) && erased.isAssignableFrom(LinkedHashMap.class)) {
            requireSame(id, Erasure.of(argument(result, Map.class, 0, key.source())), key.source());
            Type value = checked(argument(result, Map.class, 1, key.source()), key.source());
            return new BatchType(new MapResults(!isContainer(Erasure.of(value))), value);
        }
        if (List.class.isAssignableFrom(erased) && erased.isAssignableFrom(ArrayList.class)) {
            return new BatchType(
                    new ListResults(), checked(argument(result, List.class, 0, key.source()), key.source()));
        }
        throw new KeyTemplateException(
                "its key has " + key.source() + ", one entry for each id, but it returns " + erased.getName()
                        + ", which does not say what belongs to which id",
                "Return a Map by id, or a List in the order of the ids; or leave the '[]' out to cache the result as a whole.");
    }

    /** Of which there are empty ones, which stand for no value. */
    private static boolean isContainer(Class<?> value) {
        return value.isArray()
                || Iterable.class.isAssignableFrom(value)
                || Map.class.isAssignableFrom(value)
                || value == Optional.class
                || value == OptionalInt.class
                || value == OptionalLong.class
                || value == OptionalDouble.class;
    }

    static void requireSame(Class<?> id, Class<?> mapKey, String source) throws KeyTemplateException {
        Class<?> boxed = MethodType.methodType(id).wrap().returnType();
        if (boxed != mapKey) {
            throw new KeyTemplateException(
                    "its key has " + source + ", whose elements are of type " + id.getName()
                            + ", but it returns a Map whose keys are of type " + mapKey.getName(),
                    "Return a Map by id, Map<" + boxed.getSimpleName() + ", …>.");
        }
    }

    static Type argument(Type result, Class<?> raw, int index, String source) throws KeyTemplateException {
        Type argument = TypeBindings.of(result).resolve(raw.getTypeParameters()[index]);
        if (argument instanceof TypeVariable<?> variable
                && variable.getGenericDeclaration() instanceof Class<?> declaring
                && declaring.isAssignableFrom(Erasure.of(result))) {
            throw new KeyTemplateException(
                    "its key has " + source + ", but of what type the values of its " + raw.getSimpleName()
                            + " are is not declared",
                    "Declare it, such as Map<Long, User> or List<User>.");
        }
        return boundOf(argument);
    }

    static Type checked(Type value, String source) throws KeyTemplateException {
        Class<?> erased = Erasure.of(value);
        if (erased == Void.class || OneShotResults.isOneShot(erased)) {
            throw new KeyTemplateException(
                    "its key has " + source + ", one entry for each id, but the value of one, " + erased.getName()
                            + ", can be used once only or is not there yet",
                    "Return a Map or List of plain values.");
        }
        return value;
    }
}
