package dev.larder.agent.core.link;

import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.link.coroutine.Coroutines;
import dev.larder.agent.core.link.coroutine.ValueClasses;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.type.Erasure;
import java.lang.invoke.MethodType;

/** What the calls of one suspend function need of the application's libraries. */
record SuspendContext(Coroutines coroutines) {

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
            return new SuspendContext(Coroutines.of(erased.parameterType(erased.parameterCount() - 1), application));
        } catch (ReflectiveOperationException e) {
            throw new KeyTemplateException(
                    "it is a suspend function, and the application has no kotlinx-coroutines-core of version 1.7 or later ("
                            + e + ")",
                    "Add that library, or annotate the blocking function that it calls.");
        }
    }
}
