package dev.larder.agent.core.link.cold;

import dev.larder.agent.core.result.ColdType;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reactor's {@code Flux}, of version 3.4 and later. Its value is the list of its elements.
 *
 * <p><b>A miss.</b> The subscriber gets the {@code Flux} of the body itself, element by element as it asks for them, in its own
 * context. Larder only looks on. It keeps a copy of each element that passes, made before the subscriber can change it. The
 * subscriber is told of the end when the list is stored.
 */
final class FluxType implements ColdType {

    private final MethodHandle deferContextual;
    private final MethodHandle error;
    private final MethodHandle hide;
    private final MethodHandle fromIterable;
    private final MethodHandle doOnNext;
    private final MethodHandle doOnComplete;
    private final MethodHandle doOnError;
    private final MethodHandle doOnCancel;
    private final MethodHandle doFinally;
    private final MethodHandle concatWith;
    private final MethodHandle monoOfStage;
    private final MethodHandle createMono;
    private final MethodHandle endMono;
    private final MethodHandle flatMapMany;
    private final HotSources hot;
    private final SpringReactive transactions;
    private final BlockableThreads blockable;

    FluxType(LibraryType flux) throws ReflectiveOperationException {
        Class<?> type = flux.type();
        LibraryType mono = flux.beside("Flux", "Mono");
        deferContextual = flux.ofClass("deferContextual", type, Function.class);
        error = flux.ofClass("error", type, Throwable.class);
        hide = flux.ofObject("hide", type);
        fromIterable = flux.ofClass("fromIterable", type, Iterable.class);
        doOnNext = flux.ofObject("doOnNext", type, Consumer.class);
        doOnComplete = flux.ofObject("doOnComplete", type, Runnable.class);
        doOnError = flux.ofObject("doOnError", type, Consumer.class);
        doOnCancel = flux.ofObject("doOnCancel", type, Runnable.class);
        doFinally = flux.ofObject("doFinally", type, Consumer.class);
        concatWith = flux.ofObject("concatWith", type, flux.parameterOf("concatWith"));
        monoOfStage = mono.ofClass("fromCompletionStage", mono.type(), CompletionStage.class);
        createMono = mono.ofClass("create", mono.type(), Consumer.class);
        endMono = flux.beside("Flux", "MonoSink").ofObject("success", void.class);
        flatMapMany = mono.ofObject("flatMapMany", type, Function.class);
        hot = HotSources.of(flux);
        transactions = new SpringReactive(flux.beside("core.publisher.Flux", "util.context.ContextView"), mono);
        blockable = BlockableThreads.ofReactor(flux.beside("core.publisher.Flux", "core.scheduler.Schedulers"));
    }

    @Override
    public Object make(ColdCall call) throws Throwable {
        Function<Object, @Nullable Object> subscribed = context -> new FluxSubscriber(this, call, context).subscribe();
        return (Object) deferContextual.invokeExact((Function<?, ?>) subscribed);
    }

    @Override
    public Object makeFor(Object source, ColdCall call) throws Throwable {
        Object made = make(call);
        if (hot.contain(source)) {
            hot.add(made);
        }
        return made;
    }

    @Override
    public CompletionStage<?> start(Object source, Subscriber subscriber) throws Throwable {
        FluxSubscriber own = (FluxSubscriber) subscriber;
        return hot.contain(source) ? own.passHot(source) : own.passAndKeep(source);
    }

    @Override
    public CompletionStage<?> watch(Object source, Subscriber subscriber) throws Throwable {
        return ((FluxSubscriber) subscriber).pass(source);
    }

    @Override
    public @Nullable ContextTransaction transaction(Subscriber subscriber) throws Throwable {
        return transactions.in(((FluxSubscriber) subscriber).context());
    }

    @Override
    public boolean mayWait() {
        return blockable.isCurrent();
    }

    /** Of a list that was found for {@code call}. One with null, which a method of lists has stored, is none of a Flux. */
    Object of(@Nullable List<?> elements, ColdCall call) throws Throwable {
        if (elements == null) {
            return (Object) fromIterable.invokeExact((Iterable<?>) List.of());
        }
        return hasNull(elements) ? make(call.uncached()) : (Object) fromIterable.invokeExact((Iterable<?>) elements);
    }

    private static boolean hasNull(List<?> elements) {
        for (Object element : elements) { // others throw if they are asked for null
            if (element == null) {
                return true;
            }
        }
        return false;
    }

    /** Hidden from {@link #flatMapMany}, which would throw and catch the exception, and change some kinds and lose others. */
    Object failed(Throwable thrown) throws Throwable {
        Object failed = (Object) error.invokeExact(thrown);
        return (Object) hide.invokeExact(failed);
    }

    Object observed(Object flux, Consumer<Object> onNext, Runnable onComplete, Consumer<Throwable> onError)
            throws Throwable {
        Object elements = (Object) doOnNext.invokeExact(flux, (Consumer<?>) onNext);
        Object end = (Object) doOnComplete.invokeExact(elements, onComplete);
        return (Object) doOnError.invokeExact(end, (Consumer<?>) onError);
    }

    /** The same with what is to be done before its source is cancelled, and after it. */
    Object cancelled(Object flux, Runnable before, Runnable after) throws Throwable {
        Object cancelled = (Object) doOnCancel.invokeExact(flux, before);
        Consumer<Enum<?>> ended = signal -> {
            if (signal.name().equals("CANCEL")) {
                after.run();
            }
        };
        return (Object) doFinally.invokeExact(cancelled, (Consumer<?>) ended);
    }

    /** The same, which ends when {@code last} is complete; its value is null. A Mono of that stage would wait for demand. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody observes what dependents throw
    Object endingAfter(Object flux, CompletableFuture<?> last) throws Throwable {
        Consumer<Object> subscribed = sink -> last.whenComplete((value, thrown) -> end(sink));
        Object end = (Object) createMono.invokeExact((Consumer<?>) subscribed);
        return (Object) concatWith.invokeExact(flux, end);
    }

    private void end(Object sink) {
        try {
            endMono.invokeExact(sink);
        } catch (Throwable theirs) {
            throw new IllegalStateException(theirs); // which nobody sees, as what dependents of a future throw
        }
    }

    /** What the one has that comes later. */
    Object later(CompletableFuture<?> flux) throws Throwable {
        Object mono = (Object) monoOfStage.invokeExact((CompletionStage<?>) flux);
        return (Object) flatMapMany.invokeExact(mono, (Function<?, ?>) Function.identity());
    }
}
