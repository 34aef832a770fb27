package dev.larder.agent.core.link.batch;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.BatchKey;
import dev.larder.agent.core.link.receiver.ReceiverWatch;
import dev.larder.agent.core.link.template.ElementKeys;
import dev.larder.agent.core.link.woven.WovenMethod;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The method handles for the {@code @Cached} of a batch method; all take boxed arguments in an array.
 *
 * @param body (Object[])Object
 * @param ids the index of the argument with the ids
 * @param when (Object[])boolean; null for always
 * @param unless (Object[], Object)boolean; null for never
 * @param object (Object)String: what the keys have of the receiver; null for nothing
 * @param admits (Object)boolean: whether the key tells the receiver apart; null if it tells all
 */
public record BatchHandles(
        WovenMethod woven,
        MethodHandle body,
        int ids,
        ElementKeys keys,
        List<Template> tags,
        @Nullable MethodHandle when,
        @Nullable MethodHandle unless,
        @Nullable MethodHandle object,
        @Nullable MethodHandle admits) {

    public BatchHandles {
        tags = List.copyOf(tags);
    }

    /**
     * Those of one method.
     *
     * @param when of the arguments, not boxed
     */
    public static BatchHandles of(
            WovenMethod woven,
            BatchKey key,
            ElementKeys keys,
            List<Template> tags,
            @Nullable MethodHandle when,
            @Nullable MethodHandle unless,
            @Nullable MethodHandle object,
            @Nullable ReceiverWatch watch) {
        int first =
                woven.argumentsType().parameterCount() - woven.parameterTypes().size();
        return new BatchHandles(
                woven,
                woven.boxedBody(),
                first + key.parameter(),
                keys,
                tags,
                when == null ? null : boxed(when),
                unless,
                object,
                watch == null ? null : watch.test(Object.class));
    }

    private static MethodHandle boxed(MethodHandle when) {
        int count = when.type().parameterCount();
        return when.asType(MethodType.genericMethodType(count).changeReturnType(boolean.class))
                .asSpreader(Object[].class, count);
    }
}
