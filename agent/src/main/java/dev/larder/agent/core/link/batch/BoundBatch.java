package dev.larder.agent.core.link.batch;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.engine.Invocation.SeenObject;
import dev.larder.agent.core.engine.batch.BatchBody;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of a batch method with its arguments boxed.
 *
 * <p>What its keys have of the object is noted before the first key is made, and compared after the body. If it changed and changed
 * back in between, that is not seen.
 *
 * <p><b>Threads.</b> Confined to the call's thread.
 */
final class BoundBatch implements BatchBody {

    private final BatchHandles handles;
    private final @Nullable Object[] arguments;

    /** The arguments and an element. */
    private final @Nullable Object[] inputs;

    private final @Nullable String before;

    /** What the body got instead of the argument. */
    private @Nullable Object passed;

    BoundBatch(BatchHandles handles, @Nullable Object[] arguments) throws Throwable {
        this.handles = handles;
        this.arguments = arguments;
        this.inputs = handles.keys().inputs(arguments);
        this.before = textOfObject();
    }

    private @Nullable String textOfObject() throws Throwable {
        MethodHandle object = handles.object();
        return object == null ? null : (String) object.invokeExact(arguments[0]);
    }

    boolean isAdmitted() throws Throwable {
        MethodHandle admits = handles.admits();
        return admits == null || (boolean) admits.invokeExact(arguments[0]);
    }

    /** If they can be read only once, the body gets a copy from here on. */
    @Override
    public @Nullable List<@Nullable Object> ids() {
        Object given = arguments[handles.ids()];
        if (given == null) {
            return null;
        }
        if (!IdCollection.isForOnce(given)) {
            return handles.keys().elementsOf(given);
        }
        List<@Nullable Object> ids = handles.keys().elementsOf(given);
        arguments[handles.ids()] = new ArrayList<>(ids);
        return ids;
    }

    @Override
    public String keyOf(@Nullable Object id) {
        return handles.keys().keyOf(inputs, id);
    }

    /** Each entry has the tags that a call for its id alone would give it. */
    @Override
    public List<String> tagsOf(@Nullable Object id) {
        if (handles.tags().isEmpty()) {
            return List.of();
        }
        @Nullable Object[] alone = with(java.util.Collections.singletonList(id));
        List<String> tags = new ArrayList<>();
        for (Template template : handles.tags()) {
            tags.addAll(template.render(alone, null));
        }
        return tags;
    }

    private @Nullable Object[] with(List<@Nullable Object> ids) {
        @Nullable Object[] others = arguments.clone();
        others[handles.ids()] = IdCollection.of(ids, Objects.requireNonNull(arguments[handles.ids()]));
        return others;
    }

    @Override
    public @Nullable Object run() throws Throwable {
        return (Object) handles.body().invokeExact(arguments);
    }

    @Override
    public @Nullable Object run(List<@Nullable Object> ids) throws Throwable {
        @Nullable Object[] others = with(ids);
        passed = others[handles.ids()];
        return (Object) handles.body().invokeExact(others);
    }

    @Override
    public boolean hasStill(List<@Nullable Object> ids) {
        return handles.keys().elementsOf(Objects.requireNonNull(passed)).equals(ids);
    }

    @Override
    public boolean forbidsStoring(@Nullable Object value) throws Throwable {
        MethodHandle unless = handles.unless();
        return unless != null && (boolean) unless.invokeExact(arguments, value);
    }

    @Override
    public @Nullable Object monitor() {
        return handles.woven().monitor().in(arguments);
    }

    @Override
    public @Nullable SeenObject object() {
        return handles.object() == null && handles.admits() == null ? null : this::hasChanged;
    }

    private boolean hasChanged() {
        try {
            return !Objects.equals(before, textOfObject()) || !isAdmitted();
        } catch (Throwable unreadable) { // the results are not stored, which the counters show
            return true;
        }
    }
}
