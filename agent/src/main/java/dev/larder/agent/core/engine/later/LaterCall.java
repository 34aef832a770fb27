package dev.larder.agent.core.engine.later;

import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.Invocation;
import dev.larder.agent.core.engine.Load;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.wait.Budget;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One call whose caller goes on, and what it asks for.
 *
 * <p><b>Threads.</b> As {@link LaterCaller}.
 */
final class LaterCall extends LaterCaller {

    private final EntryId id;
    private final Miss miss;
    private final Invocation call;

    LaterCall(CachedMethod method, EntryId id, Miss miss, Invocation call, LoadingThread caller, Budget budget) {
        super(method, caller, budget);
        this.id = id;
        this.miss = miss;
        this.call = call;
    }

    /** What stands for the value where there is none. */
    Miss miss() {
        return miss;
    }

    Load newLoad(CacheStore store) {
        return new Load(method(), store, id, miss, call, budget(), thread(), outer(), null);
    }

    /** The application's side of it. */
    Invocation invocation() {
        return call;
    }

    /** Whether the arguments still make the key. */
    boolean isStillKeyed() {
        return call.isStillFor(id.key());
    }

    /** Runs the method's body. Null if that returned null. */
    @Nullable
    CompletionStage<?> runBody() throws Throwable {
        return (CompletionStage<?>) call.run();
    }

    /** The same outside of the cache. */
    @Nullable
    CompletionStage<?> runUncached() throws Throwable {
        return (CompletionStage<?>) call.runUncached();
    }
}
