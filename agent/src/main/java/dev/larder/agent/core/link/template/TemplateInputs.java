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
 * What the placeholders of a template start from: the parameters of the handle that renders it. They are those of the
 * call site; behind them the result, and behind that an element, where the template has such a thing.
 *
 * @param caller with full privileges of the woven class
 * @param type of the handle, returning String
 * @param types of the parameters, generic where known
 * @param firstParameter where the method's own parameters begin: 1 behind a receiver
 * @param resultIndex where the result is; -1 for nowhere
 * @param object from the receiver to what a default key has of it; null where that has nothing of it
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

    /** Takes what a default key has of the object instead of the object. */
    TemplateInputs withTextForObject() {
        List<Type> others = new ArrayList<>(types);
        others.set(0, String.class);
        MethodHandle itself = MethodHandles.identity(String.class);
        return new TemplateInputs(
                caller, type.changeParameterType(0, String.class), others, firstParameter, resultIndex, itself);
    }

    /** With the result, if the template needs it. */
    TemplateInputs of(KeyTemplate template, WovenMethod woven) {
        return template.needsResult() ? withResult(woven.valueClass(), woven.valueType()) : this;
    }

    /** If the class is {@code Object}, the declared type counts, as it does for elements. */
    TemplateInputs withResult(Class<?> erased, Type generic) {
        TemplateInputs more = with(erased, erased == Object.class ? generic : believed(generic, erased));
        return new TemplateInputs(caller, more.type, more.types, firstParameter, types.size(), object);
    }

    /** An element may be anything: what is declared of it is no promise. */
    TemplateInputs withElement(Type declared) {
        return with(Object.class, declared);
    }

    /** What each placeholder of a template that compiles is declared as. */
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

    /** A signature attribute that contradicts the descriptor is not worth believing. */
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
