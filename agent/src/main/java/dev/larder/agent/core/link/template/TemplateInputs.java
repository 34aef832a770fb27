package dev.larder.agent.core.link.template;

import dev.larder.agent.core.key.KeyElements;
import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.type.Erasure;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of the handle that renders a template: those of the call site, followed by the result and by an
 * element if the template needs them.
 *
 * @param caller with full privileges of the woven class
 * @param type of the handle, returning String
 * @param types of the parameters, generic where known
 * @param firstParameter the index of the method's first parameter: 1 after a receiver
 * @param resultIndex the index of the result; -1 for none
 * @param object from the receiver to its part of a default key; null if there is none
 */
record TemplateInputs(
        MethodHandles.Lookup caller,
        MethodType type,
        List<Type> types,
        int firstParameter,
        int resultIndex,
        @Nullable MethodHandle object) {

    TemplateInputs {
        types = List.copyOf(types);
    }

    /**
     * The call site's parameters.
     *
     * @param callSite the receiver first unless the method is static
     * @param parameterTypes the method's, with generic types
     */
    static TemplateInputs of(MethodHandles.Lookup caller, MethodType callSite, List<? extends Type> parameterTypes) {
        List<Type> types = new ArrayList<>(callSite.parameterList());
        int first = callSite.parameterCount() - parameterTypes.size();
        for (int i = 0; i < parameterTypes.size(); i++) {
            types.set(first + i, believed(parameterTypes.get(i), callSite.parameterType(first + i)));
        }
        return new TemplateInputs(caller, callSite.changeReturnType(String.class), types, first, -1, null);
    }

    TemplateInputs withObject(@Nullable MethodHandle text) {
        return new TemplateInputs(caller, type, types, firstParameter, resultIndex, text);
    }

    /** The object alone. */
    TemplateInputs ofReceiver() {
        return of(caller, MethodType.methodType(String.class, type.parameterType(0)), List.of());
    }

    /** Adds the result, if the template needs it. */
    TemplateInputs of(KeyTemplate template, WovenMethod woven) {
        return template.needsResult() ? withResult(woven.valueClass(), woven.valueType()) : this;
    }

    /** If the class is {@code Object}, the declared type counts, as for elements. */
    TemplateInputs withResult(Class<?> erased, Type generic) {
        TemplateInputs more = with(erased, erased == Object.class ? generic : believed(generic, erased));
        return new TemplateInputs(caller, more.type, more.types, firstParameter, types.size(), object);
    }

    /** An element may be of any type: its declared type is not checked. */
    TemplateInputs withElement(Type declared) {
        return with(Object.class, declared);
    }

    /** The declared type of each placeholder in a valid template. */
    List<Type> typesOf(KeyTemplate template) throws KeyTemplateException {
        KeyPart.Placeholder collection = template.collection();
        TemplateInputs inputs =
                collection == null ? this : withElement(KeyElements.typeOf(typeOf(collection), collection.source()));
        List<Type> declared = new ArrayList<>();
        for (KeyPart.Placeholder placeholder : template.placeholders()) {
            declared.add(inputs.typeOf(placeholder));
        }
        return declared;
    }

    private Type typeOf(KeyPart.Placeholder placeholder) throws KeyTemplateException {
        return PathHandle.of(placeholder, types.get(indexOf(placeholder)), caller)
                .type();
    }

    private TemplateInputs with(Class<?> erased, Type generic) {
        List<Type> more = new ArrayList<>(types);
        more.add(generic);
        MethodType wider = type.appendParameterTypes(erased);
        return new TemplateInputs(caller, wider, more, firstParameter, resultIndex, object);
    }

    /** A signature attribute that contradicts the descriptor is ignored. */
    private static Type believed(Type generic, Class<?> erased) {
        return Erasure.of(generic) == erased ? generic : erased;
    }

    int indexOf(KeyPart.Placeholder placeholder) {
        if (placeholder instanceof KeyPart.Argument argument) {
            return firstParameter + argument.index();
        }
        if (placeholder instanceof KeyPart.Receiver) {
            return 0;
        }
        return placeholder instanceof KeyPart.Result ? resultIndex : types.size() - 1;
    }
}
