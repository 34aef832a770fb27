package dev.larder.agent.core.engine.batch;

import dev.larder.agent.core.engine.Invocation.SeenObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of a batch method, with its receiver and arguments: the application's side of it.
 *
 * <p><b>Threads.</b> Confined to the call's thread.
 */
public interface BatchBody {

    /**
     * The ids in the order of the call, with duplicates; null if the argument is null.
     *
     * @throws dev.larder.agent.core.key.text.UnsupportedKeyException if they cannot be read
     */
    @Nullable
    List<@Nullable Object> ids();

    /** Of one of the ids. Throws what {@link #ids} throws. */
    String keyOf(@Nullable Object id) throws Throwable;

    /** The tags of that entry, rendered from the arguments. */
    List<String> tagsOf(@Nullable Object id);

    /** Runs the method's own body with all ids, as it was called. */
    @Nullable
    Object run() throws Throwable;

    /** Runs it with these ids alone, in a new value of the parameter's own type. */
    @Nullable
    Object run(List<@Nullable Object> ids) throws Throwable;

    /** Whether the value of the latest {@link #run(List)} still has what it was made of. */
    boolean hasStill(List<@Nullable Object> ids);

    /** Asks the method's {@code unless} whether the value of one id must not be stored. */
    boolean forbidsStoring(@Nullable Object value) throws Throwable;

    /** The monitor that the body enters as a whole; null for none. */
    @Nullable
    Object monitor();

    /** What the keys say of the object, noted before they were made; null if nothing of that can change. */
    @Nullable
    SeenObject object();
}
