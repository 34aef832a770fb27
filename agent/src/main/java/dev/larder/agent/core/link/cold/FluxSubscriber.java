package dev.larder.agent.core.link.cold;

import dev.larder.agent.core.result.ColdType;
import dev.larder.agent.core.result.ColdType.Unfit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber to a {@code Flux} that Larder has made.
 *
 * <p>What it gets is known in one of two ways, whichever comes first: the body has run for it, or the value was found. Then it is
 * connected to that {@code Flux}, and from there on it and its source are alone with each other.
 *
 * <p><b>Threads.</b> Thread-safe. Elements come one after the other. Where the body has run on another thread than the one that
 * subscribes, that is one of Larder's, and in the load: the subscriber is connected elsewhere.
 */
final class FluxSubscriber implements ColdType.Subscriber {

    /** A list of more elements is not stored. */
    static final int MOST_ELEMENTS = 10_000;

    private static final Unfit SAID = new Unfit(null, "");
    private static final Unfit LEFT = new Unfit(null, "");
    private static final Unfit HOT = new Unfit(
            "its Flux goes on whether somebody listens or not, so that each subscriber gets other elements",
            "Take @Cached off, or collect what is to be cached into a list.");
    private static final Unfit TOO_MANY = new Unfit(
            "its Flux has more than " + MOST_ELEMENTS + " elements", "Take @Cached off, or return them in parts.");

    private final FluxType type;
    private final ColdType.ColdCall call;
    private final Object context;

    /** The {@code Flux} that the subscriber is connected to. */
    private final CompletableFuture<@Nullable Object> connected = new CompletableFuture<>();

    /** Complete, with null, as soon as the call's stage is. */
    private final CompletableFuture<@Nullable Object> over = new CompletableFuture<>();

    /** What the body's elements are for others: a list, an {@link Unfit}, or null if nobody asks for it. */
    private final CompletableFuture<@Nullable Object> value = new CompletableFuture<>();

    /** The call's; set before anybody can cancel. */
    private volatile @Nullable CompletionStage<?> stage;

    /** Whether the body has run for it. Set before the call's stage can be complete, and read when that is. */
    private volatile boolean hasSource;

    /** In whose place the body may run, so that it is connected on that thread; null as soon as the call has begun. */
    private volatile @Nullable Thread beginning;

    /** Set before the source and the stage are cancelled; read by the thread that completes it. */
    private volatile boolean hasLeft;

    /** Used by the source alone; null once there are too many. */
    private @Nullable List<Object> kept = new ArrayList<>();

    FluxSubscriber(FluxType type, ColdType.ColdCall call, Object context) {
        this.type = type;
        this.call = call;
        this.context = context;
    }

    Object context() {
        return context;
    }

    /** Null, of which Reactor says what it is, if the application returned that. */
    @Nullable
    Object subscribe() {
        try {
            CompletionStage<?> begun = begin();
            if (begun == null) {
                return null;
            }
            stage = begun;
            begun.whenComplete(this::callEnds);
            Object flux = connected.isDone() ? connected.join() : type.later(connected);
            return type.cancelled(flux, () -> hasLeft = true, this::leave);
        } catch (Throwable theirs) {
            return failed(theirs);
        }
    }

    private @Nullable CompletionStage<?> begin() throws Throwable {
        beginning = Thread.currentThread();
        try {
            return call.begin(this);
        } finally {
            beginning = null;
        }
    }

    /** Who has left hears nothing more: Reactor would log a failure. */
    private void callEnds(@Nullable Object found, @Nullable Throwable thrown) {
        if (hasLeft) {
            return;
        }
        over.complete(null);
        if (hasSource) {
            return;
        }
        try {
            connected.complete(thrown == null ? type.of((List<?>) found, call) : type.failed(thrown));
        } catch (Throwable fault) {
            connected.completeExceptionally(fault);
        }
    }

    private Object failed(Throwable theirs) {
        try {
            return type.failed(theirs);
        } catch (Throwable fatal) {
            throw new IllegalStateException(fatal);
        }
    }

    /** Nobody is interested in the rest, and the source has been cancelled: it does nothing more that is to be evicted. */
    private void leave() {
        if (stage instanceof CompletableFuture<?> future) {
            future.cancel(true);
        }
        value.complete(LEFT);
    }

    /** Connects to a source whose elements are not kept. */
    CompletionStage<?> pass(Object source) throws Throwable {
        kept = null;
        return connect(type.observed(source, element -> {}, () -> value.complete(null), value::completeExceptionally));
    }

    CompletionStage<?> passHot(Object source) throws Throwable {
        value.complete(HOT);
        return pass(source);
    }

    CompletionStage<?> passAndKeep(Object source) throws Throwable {
        return connect(type.observed(source, this::keep, this::keepAll, value::completeExceptionally));
    }

    private CompletionStage<?> connect(Object flux) throws Throwable {
        hasSource = true;
        Object whole = type.endingAfter(flux, over);
        if (beginning == Thread.currentThread()) {
            connected.complete(whole); // nobody has subscribed to it yet
        } else {
            call.hand(() -> connected.complete(whole));
        }
        return value;
    }

    private void keep(Object element) {
        List<Object> elements = kept;
        if (elements == null) {
            return;
        }
        Object copy = elements.size() == MOST_ELEMENTS ? null : keptOrNull(element);
        if (copy == null) {
            kept = null;
            value.complete(elements.size() == MOST_ELEMENTS ? TOO_MANY : SAID);
        } else {
            elements.add(copy);
        }
    }

    private @Nullable Object keptOrNull(Object element) {
        try {
            return call.kept(element);
        } catch (Throwable fault) { // the subscriber must not notice
            return null;
        }
    }

    private void keepAll() {
        value.complete(kept);
    }
}
