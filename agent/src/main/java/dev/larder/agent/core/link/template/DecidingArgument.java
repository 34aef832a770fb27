package dev.larder.agent.core.link.template;

import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyTemplate;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The only argument in the key of a call, of a type whose values are equal exactly if they make the same key.
 *
 * @param index of the call site's parameters
 * @param type of that parameter
 */
public record DecidingArgument(int index, Class<?> type) {

    /** Types with immutable values of which equal ones do not differ. */
    private static final Set<Class<?>> OBJECTS =
            Set.of(String.class, Long.class, Integer.class, Short.class, Byte.class, Character.class, UUID.class);

    private static final Set<Class<?>> NUMBERS = Set.of(long.class, int.class, short.class, byte.class, char.class);

    private static final MethodHandle HASH = hash();

    /** Null for a key with more than one argument, none, a property of one, or one of another type. */
    static @Nullable DecidingArgument of(KeyTemplate template, TemplateInputs inputs) {
        List<KeyPart.Placeholder> placeholders = template.placeholders();
        if (placeholders.size() != 1 || !(placeholders.get(0) instanceof KeyPart.Argument only)) {
            return null;
        }
        int index = inputs.indexOf(only);
        Class<?> type = inputs.type().parameterType(index);
        boolean isDeclared = inputs.types().get(index) == type; // the receiver binds type variables
        boolean decides = isDeclared && (NUMBERS.contains(type) || OBJECTS.contains(type));
        return decides && only.path().isEmpty() ? new DecidingArgument(index, type) : null;
    }

    /**
     * Adapts a handle to the call site's arguments.
     *
     * @param handle whose last two parameters are a number, or the hash of an object, and the object
     * @return with the argument in their place
     */
    public MethodHandle in(MethodHandle handle) {
        int number = handle.type().parameterCount() - 2;
        MethodHandle ofOne = type.isPrimitive()
                ? MethodHandles.insertArguments(handle, number + 1, (Object) null)
                : ofObject(handle, number);
        return ofOne.asType(ofOne.type().changeParameterType(number, type));
    }

    private static MethodHandle ofObject(MethodHandle handle, int number) {
        MethodHandle ofTwo = MethodHandles.filterArguments(handle, number, HASH);
        int[] order = new int[number + 2];
        for (int i = 0; i < order.length; i++) {
            order[i] = Math.min(i, number);
        }
        return MethodHandles.permuteArguments(ofTwo, ofTwo.type().dropParameterTypes(number, number + 1), order);
    }

    private static MethodHandle hash() {
        try {
            return MethodHandles.lookup()
                    .findStatic(Objects.class, "hashCode", MethodType.methodType(int.class, Object.class))
                    .asType(MethodType.methodType(long.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no Objects.hashCode", e);
        }
    }
}
