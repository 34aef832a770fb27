package dev.larder.agent.core.engine.batch;

import dev.larder.agent.core.engine.Invocation;
import dev.larder.agent.core.engine.Load;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.engine.flight.Flight;
import dev.larder.agent.core.store.EntryId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One id of a batch with its entry, and the call as the load of that entry sees it.
 *
 * <p><b>Threads.</b> Used by one thread at a time.
 */
final class BatchItem implements Invocation {

    /** What is to be done for it. */
    enum State {
        /** It is not known yet. */
        OPEN,
        /** Another caller in this process loads it. */
        IN_FLIGHT,
        /** Another process loads it. */
        HELD,
        /** The next run of the body is for it. */
        LOADING,
        /** Its value is there, or it is known that there is none. */
        DONE
    }

    private final BatchBody body;
    private final @Nullable Object id;
    private final String key;

    State state = State.OPEN;

    /** Set before it is looked up in a store that has to be waited for, as {@link #load} is. */
    @Nullable
    EntryId entry;

    @Nullable
    Miss miss;

    private @Nullable Load load;

    /** That it waits for, {@link State#IN_FLIGHT}. */
    @Nullable
    Flight other;

    int waits;

    /** Whether it is loaded without a lease, and shared with nobody: it has waited long enough. */
    boolean isAlone;

    private @Nullable Object value;
    private boolean isPresent;
    private boolean isUnfit;

    BatchItem(BatchBody body, @Nullable Object id, String key) {
        this.body = body;
        this.id = id;
        this.key = key;
    }

    @Nullable
    Object id() {
        return id;
    }

    String key() {
        return key;
    }

    Load load() {
        return Objects.requireNonNull(load);
    }

    void loadBy(Load own) {
        load = own;
    }

    /** A cached null stands for an id that has no value. */
    void found(@Nullable Object cached) {
        value = cached;
        isPresent = cached != null;
        state = State.DONE;
    }

    /** The body has a value for it; null only if it says so itself. */
    void returned(@Nullable Object result) {
        value = result;
        isPresent = true;
        state = State.DONE;
    }

    /** The body has no value for it. */
    void returnedNothing() {
        state = State.DONE;
    }

    /** Nobody is waited for any more. */
    void loadAlone() {
        state = State.OPEN;
        isAlone = true;
    }

    /** What the body has for it is not to be stored. */
    void markUnfit() {
        isUnfit = true;
    }

    boolean isUnfit() {
        return isUnfit;
    }

    @Nullable
    Object value() {
        return value;
    }

    /** Whether a map of the results has it. */
    boolean isPresent() {
        return isPresent;
    }

    @Override
    public @Nullable Object run() {
        throw new IllegalStateException("the body runs for all ids at once");
    }

    @Override
    public @Nullable Object monitor() {
        return body.monitor();
    }

    @Override
    public @Nullable SeenObject object() {
        return body.object();
    }

    @Override
    public List<String> tags() {
        return body.tagsOf(id);
    }

    @Override
    public boolean forbidsStoring(@Nullable Object result) throws Throwable {
        return body.forbidsStoring(result);
    }
}
