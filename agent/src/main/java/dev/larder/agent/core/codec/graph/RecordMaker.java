package dev.larder.agent.core.codec.graph;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/**
 * Makes records of drafts: objects of the same class whose fields have been set without a constructor.
 *
 * <p><b>Why</b>: the canonical constructor has to run, since it is the record's contract; and this way its arguments
 * need neither boxes nor an array.
 *
 * <p><b>Threads.</b> Immutable.
 */
public final class RecordMaker {

    private final MethodHandle make;

    /** @param components the fields of the constructor's parameters, in their order, accessible like the constructor */
    RecordMaker(Constructor<?> constructor, List<Field> components) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle made = lookup.unreflectConstructor(constructor);
            MethodHandle[] getters = new MethodHandle[components.size()];
            for (int i = 0; i < getters.length; i++) {
                getters[i] = lookup.unreflectGetter(components.get(i));
            }
            MethodType oneDraft =
                    MethodType.methodType(made.type().returnType(), made.type().returnType());
            make = MethodHandles.permuteArguments(
                            MethodHandles.filterArguments(made, 0, getters), oneDraft, new int[getters.length])
                    .asType(MethodType.genericMethodType(1));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(constructor + " is not accessible", e);
        }
    }

    /**
     * Makes a record of the fields of {@code draft}.
     *
     * @throws InvocationTargetException if the constructor threw
     */
    public Object make(Object draft) throws InvocationTargetException {
        try {
            return (Object) make.invokeExact(draft);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable thrown) {
            throw new InvocationTargetException(thrown);
        }
    }
}
