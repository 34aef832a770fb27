package dev.larder.agent.core.link;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.engine.Invocation;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.link.woven.BodyMonitor;
import dev.larder.agent.core.link.woven.WovenMethod;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call with its arguments boxed, made on a miss.
 *
 * @param arguments the receiver first, unless static; confined to the call
 * @param object the part of the key that comes from the receiver; null if it cannot change
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BoundCall(
        Shape shape, @Nullable Object[] arguments, @Nullable SeenObject object) implements Invocation {

    BoundCall(Shape shape, Miss missed, @Nullable Object[] arguments) {
        this(shape, arguments, shape.object == null ? null : shape.object.see(missed, arguments));
    }

    @Override
    public @Nullable Object run() throws Throwable {
        return (Object) shape.body.invokeExact(arguments);
    }

    @Override
    public boolean forbidsStoring(@Nullable Object result) throws Throwable {
        return shape.unless != null && (boolean) shape.unless.invokeExact(arguments, result);
    }

    @Override
    public @Nullable Object monitor() {
        return shape.monitor.in(arguments);
    }

    @Override
    public boolean isStillFor(String key) {
        try {
            return shape.key == null || key.equals((String) shape.key.invokeExact(arguments));
        } catch (Throwable unreadable) { // the result is not stored, which the counters show
            return false;
        }
    }

    /** In the order of the templates. If two templates make the same tag, it is in the list twice. */
    @Override
    public List<String> tags() {
        if (shape.tags.isEmpty()) {
            return List.of();
        }
        List<String> tags = new ArrayList<>();
        for (Template template : shape.tags) {
            tags.addAll(template.render(arguments, null));
        }
        return tags;
    }

    /**
     * What the calls of one call site share.
     *
     * @param body (Object[])Object
     * @param key (Object[])String; null if it need not be made again
     * @param unless (Object[], Object)boolean; null for never
     * @param object the part of keys that comes from the receiver and may change; null for none
     */
    record Shape(
            MethodHandle body,
            BodyMonitor monitor,
            @Nullable MethodHandle key,
            @Nullable MethodHandle unless,
            List<Template> tags,
            @Nullable KeyedObject object) {

        static Shape of(WovenMethod woven, CacheHandles handles) {
            return new Shape(
                    woven.boxedBody(),
                    woven.monitor(),
                    handles.again(),
                    handles.unless(),
                    handles.tags(),
                    handles.object());
        }
    }
}
