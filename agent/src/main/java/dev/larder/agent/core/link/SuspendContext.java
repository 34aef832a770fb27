package dev.larder.agent.core.link;

import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.link.cold.SpringReactive;
import dev.larder.agent.core.link.coroutine.Coroutines;
import dev.larder.agent.core.link.coroutine.ValueClasses;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.result.ColdType.ContextTransaction;
import dev.larder.agent.core.type.Erasure;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one suspend function need of the application's libraries.
 *
 * @param spring null if no caller can be in a reactive transaction
 */
record SuspendContext(Coroutines coroutines, @Nullable SpringReactive spring) {

    static SuspendContext of(WovenMethod woven) throws KeyTemplateException {
        Class<?> value = Erasure.of(woven.valueType());
        if (ValueClasses.areUnboxed(value)) {
            throw new KeyTemplateException(
                    "its suspend function returns the value class " + value.getName()
                            + ", which Kotlin hands over in two ways",
                    "Return a class of another kind, or annotate a function that it calls.");
        }
        MethodType erased = woven.erased();
        ClassLoader application = woven.owner().getClassLoader();
        try {
            Coroutines coroutines = Coroutines.of(erased.parameterType(erased.parameterCount() - 1), application);
            return new SuspendContext(coroutines, coroutines.knowReactor() ? SpringReactive.of(application) : null);
        } catch (ReflectiveOperationException e) {
            throw new KeyTemplateException(
                    "it is a suspend function, and the application has no kotlinx-coroutines-core of version 1.7 or later ("
                            + e + ")",
                    "Add that library, or annotate the blocking function that it calls.");
        }
    }

    /** The transaction that a caller is in, if that is one of its context and not of its thread; null for none. */
    @Nullable
    ContextTransaction transaction(Object continuation) throws Throwable {
        if (spring == null) {
            return null;
        }
        Object context = coroutines.reactorContext(continuation);
        return context == null ? null : spring.in(context);
    }
}
