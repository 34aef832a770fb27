package dev.larder.agent.core.link;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.link.receiver.ObjectKey;
import dev.larder.agent.core.link.receiver.ObjectText;
import dev.larder.agent.core.link.receiver.ReceiverWatch;
import dev.larder.agent.core.link.template.DecidingArgument;
import dev.larder.agent.core.link.template.TemplateCompiler;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.type.Erasure;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The method handles for the {@code @Cached} of a woven method.
 *
 * @param key of the call site's parameters to String
 * @param again (Object[])String: the key of the boxed arguments; null where they cannot have changed before it matters
 * @param deciding the argument by which an entry may be recalled; null for none
 * @param watch checks each object that the method is called on; null if the key distinguishes all of them
 * @param object the part of the key that comes from the object and may change while the body runs; null for none
 * @param when of the call site's parameters to boolean; null for always
 * @param unless of the boxed arguments and the result to boolean; null for never
 */
record CacheHandles(
        MethodHandle key,
        @Nullable MethodHandle again,
        @Nullable DecidingArgument deciding,
        @Nullable ReceiverWatch watch,
        @Nullable KeyedObject object,
        @Nullable MethodHandle when,
        @Nullable MethodHandle unless,
        List<Template> tags) {

    CacheHandles {
        tags = List.copyOf(tags);
    }

    /** @param object the object's part in keys; null for a static method */
    static CacheHandles of(
            CachePlan plan,
            @Nullable ObjectKey object,
            MethodHandles.Lookup caller,
            WovenMethod woven,
            TemplateCompiler templates)
            throws ReflectiveOperationException, KeyTemplateException {
        ObjectText text = object == null ? null : object.text();
        KeyTemplate template = templates.cachedTemplate(plan.key(), text);
        boolean isStatic = object == null;
        ReceiverWatch watch = object == null ? null : object.watch(template);
        MethodType type = woven.argumentsType();
        return new CacheHandles(
                templates.cachedKey(template, text),
                woven.isValueLater() || plan.refresh().isAny() ? templates.cachedKeyOfBoxed(template, text) : null,
                plan.tags().isEmpty() && !templates.isHiding() ? templates.decidingArgument(template) : null,
                watch,
                object == null ? null : KeyedObject.of(template, object, watch, templates),
                ConditionHandles.when(caller, plan.when(), type, isStatic),
                ConditionHandles.unless(caller, plan.unless(), valueClass(woven), isStatic),
                templates.cachedTags(plan.tags()));
    }

    /** That {@code unless} is asked about. */
    private static Class<?> valueClass(WovenMethod woven) {
        return woven.isValueLater()
                ? Erasure.of(woven.valueType())
                : woven.erased().returnType();
    }
}
