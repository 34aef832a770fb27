package dev.larder.agent.core.result;

import java.util.Set;

/**
 * The types by which such results are known, as internal names. A type counts as what any of its supertypes is.
 *
 * <p>Where a library's type extends one of the JDK's it is named all the same: its class file may be missing.
 */
public final class ResultTypes {

    /**
     * Types that stand for work that may not be done yet. One text: packing the agent renames its libraries in its own
     * classes, in texts that begin with their names too.
     */
    public static final Set<String> DEFERRED = Set.of("""
            java/util/concurrent/CompletionStage
            java/util/concurrent/Flow$Publisher
            java/util/concurrent/Future
            io/reactivex/Completable
            io/reactivex/Maybe
            io/reactivex/Observable
            io/reactivex/Single
            io/reactivex/rxjava3/core/Completable
            io/reactivex/rxjava3/core/CompletableSource
            io/reactivex/rxjava3/core/Maybe
            io/reactivex/rxjava3/core/MaybeSource
            io/reactivex/rxjava3/core/Observable
            io/reactivex/rxjava3/core/ObservableSource
            io/reactivex/rxjava3/core/Single
            io/reactivex/rxjava3/core/SingleSource
            io/smallrye/mutiny/Multi
            io/smallrye/mutiny/Uni
            io/vertx/core/Future
            kotlinx/coroutines/Deferred
            kotlinx/coroutines/Job
            kotlinx/coroutines/flow/Flow
            org/reactivestreams/Publisher
            org/springframework/web/context/request/async/DeferredResult
            org/springframework/web/context/request/async/WebAsyncTask
            reactor/core/publisher/Flux
            reactor/core/publisher/Mono
            rx/Completable
            rx/Observable
            rx/Single
            scala/concurrent/Future
            """.split("\n"));

    /** Types that a second caller would get consumed or closed. */
    public static final Set<String> USED_UP = Set.of(
            "java/lang/AutoCloseable",
            "java/util/Enumeration",
            "java/util/Iterator",
            "java/util/Spliterator",
            "java/util/concurrent/Flow$Subscription",
            "java/util/stream/BaseStream",
            "kotlin/sequences/Sequence",
            "scala/collection/Iterator");

    /**
     * What a method returns that declares it is code to run later. An object of a value's class that can also be run, as a page
     * of results that is a {@code Supplier} of its stream, is a value all the same.
     */
    public static final Set<String> CODE =
            Set.of("java/lang/Runnable", "java/util/concurrent/Callable", "java/util/function/Supplier");

    private ResultTypes() {}
}
