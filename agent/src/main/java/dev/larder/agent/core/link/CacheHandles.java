package dev.larder.agent.core.link;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.weave.CachePlan;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code @Cached} of a woven method names, made callable.
 *
 * @param key of the call site's parameters to String
 * @param deciding the argument by which an entry may be recalled; null for none
 * @param when of the call site's parameters to boolean; null for always
 * @param unless of the boxed arguments and the result to boolean; null for never
 */
record CacheHandles(
        MethodHandle key,
        @Nullable DecidingArgument deciding,
        @Nullable MethodHandle when,
        @Nullable MethodHandle unless,
        List<Template> tags) {

    CacheHandles {
        tags = List.copyOf(tags);
    }

    static CacheHandles of(
            CachePlan plan, boolean isStatic, MethodHandles.Lookup caller, MethodType type, TemplateCompiler templates)
            throws ReflectiveOperationException, KeyTemplateException {
        return new CacheHandles(
                templates.cachedKey(plan.key()),
                plan.tags().isEmpty() ? templates.decidingArgument(plan.key()) : null,
                ConditionHandles.when(caller, plan.when(), type, isStatic),
                ConditionHandles.unless(caller, plan.unless(), type, isStatic),
                templates.cachedTags(plan.tags()));
    }
}
