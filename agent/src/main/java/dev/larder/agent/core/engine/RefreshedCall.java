package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.context.CallersContext;
import dev.larder.agent.core.engine.flight.LoadingThread;
import dev.larder.agent.core.engine.flight.LoadingThread.Nesting;
import dev.larder.agent.core.engine.refresh.MethodRefreshes;
import dev.larder.agent.core.engine.refresh.Refresh;
import dev.larder.agent.core.engine.refresh.Renewal;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Jitter;
import dev.larder.agent.core.store.StoredEntry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call whose value was found, and whose body is run to refresh that.
 *
 * <p><b>Threads.</b> Made on the caller's thread; used by the one that refreshes, which may be another.
 */
final class RefreshedCall implements Refresh.Work {

    private final CachedMethod method;
    private final EntryId id;
    private final Invocation call;

    /** Of the caller, for another thread; null on the caller's own. */
    private final @Nullable CallersContext context;

    private final Nesting nesting;

    private RefreshedCall(
            CachedMethod method, EntryId id, Invocation call, @Nullable CallersContext context, Nesting nesting) {
        this.method = method;
        this.id = id;
        this.call = call;
        this.context = context;
        this.nesting = nesting;
    }

    /** Returns what the caller gets. */
    static @Nullable Object begin(
            CachedMethod method,
            CacheStore store,
            EntryId id,
            StoredEntry seen,
            Invocation call,
            @Nullable Object found) {
        MethodRefreshes refreshes = Objects.requireNonNull(method.refreshes());
        if (!refreshes.areInCaller() && !Renewal.isHere()) {
            refreshes.refreshElsewhere(id.key(), () -> {
                CallersContext context = refreshes.contexts().capture();
                RefreshedCall work = new RefreshedCall(method, id, call, context, new Nesting(null));
                return new Refresh(store, id, seen, method.stats(), work);
            });
            return found;
        }
        if (method.transaction().mayReadItsOwn()) {
            return found;
        }
        Nesting nesting = new Nesting(LoadingThread.current().innermost);
        RefreshedCall work = new RefreshedCall(method, id, call, null, nesting);
        Object result = refreshes.refreshHere(new Refresh(store, id, seen, method.stats(), work));
        return result == Refresh.NOTHING ? found : result;
    }

    @Override
    public @Nullable Object run() throws Throwable {
        return context == null ? runNested() : context.run(this::runNested);
    }

    private @Nullable Object runNested() throws Throwable {
        LoadingThread thread = LoadingThread.current();
        Nesting outer = thread.innermost;
        thread.innermost = nesting;
        try {
            return call.run();
        } finally {
            thread.innermost = outer;
        }
    }

    @Override
    public boolean isOfTheEntry() {
        Invocation.SeenObject object = call.object();
        return !nesting.isStale() && call.isStillFor(id.key()) && (object == null || !object.hasChanged());
    }

    @Override
    public long ttlMillis(@Nullable Object result) {
        long ttlMillis = method.settings().ttlMillisFor(result == null);
        return ttlMillis == 0 || isForbidden(result) ? 0 : Math.max(Jitter.shorten(ttlMillis), 1);
    }

    private boolean isForbidden(@Nullable Object result) {
        try {
            return call.forbidsStoring(result);
        } catch (Throwable theirs) {
            method.warnings().unless(theirs);
            return true;
        }
    }

    @Override
    public long staleMillis() {
        return method.settings().staleMillis();
    }

    @Override
    public StoredEntry write(@Nullable Object result, boolean keepsReferences) throws CodecException {
        return method.results().write(result, keepsReferences, id.key());
    }

    @Override
    public void threw(Throwable theirs, long restMillis) {
        if (theirs instanceof InterruptedException && context == null) {
            Thread.currentThread().interrupt();
        }
        method.engine()
                .report(
                        Message.REFRESH_FAILED.of(
                                method.signature(), theirs.getClass().getName(), restMillis + " ms"),
                        theirs);
    }

    @Override
    public void failed(Throwable fault) {
        if (fault instanceof CodecException unfit) {
            method.warnings().result(unfit);
        } else {
            method.engine().report(method.signature(), fault);
        }
    }
}
