package dev.larder.agent.core.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.Type;

/**
 * Result types of which an object can be used once only, or stands for work that is not done yet: a second caller would
 * get something consumed, closed, or bound to the first caller.
 *
 * <p>Told by the declared type and its supertypes, as far as there are class files. What a method returns that declares
 * a wider type is looked at when it returns it, elsewhere.
 */
final class OneShotTypes {

    /** Where a library's type extends one of the JDK's it is named all the same: its class file may be missing. */
    private static final Set<String> ROOTS = Set.of(
            "java/lang/AutoCloseable",
            "java/lang/Runnable",
            "java/util/Enumeration",
            "java/util/Iterator",
            "java/util/Spliterator",
            "java/util/concurrent/Callable",
            "java/util/concurrent/CompletionStage",
            "java/util/concurrent/Flow$Publisher",
            "java/util/concurrent/Future",
            "java/util/function/Supplier",
            "java/util/stream/BaseStream",
            "org/reactivestreams/Publisher",
            "reactor/core/publisher/Flux",
            "reactor/core/publisher/Mono",
            "io/smallrye/mutiny/Multi",
            "io/smallrye/mutiny/Uni",
            "io/reactivex/Completable",
            "io/reactivex/Maybe",
            "io/reactivex/Observable",
            "io/reactivex/Single",
            "io/reactivex/rxjava3/core/Completable",
            "io/reactivex/rxjava3/core/Maybe",
            "io/reactivex/rxjava3/core/Observable",
            "io/reactivex/rxjava3/core/Single",
            "rx/Completable",
            "rx/Observable",
            "rx/Single",
            "kotlin/sequences/Sequence",
            "kotlinx/coroutines/Deferred",
            "kotlinx/coroutines/flow/Flow",
            "scala/collection/Iterator",
            "scala/concurrent/Future");

    private OneShotTypes() {}

    /** An array of such objects is no better than one of them. */
    static boolean contain(VisibleTypes types, Type result) {
        Type element = result.getSort() == Type.ARRAY ? result.getElementType() : result;
        return element.getSort() == Type.OBJECT && types.isAny(element.getInternalName(), ROOTS);
    }
}
