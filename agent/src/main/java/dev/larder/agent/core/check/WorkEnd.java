package dev.larder.agent.core.check;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.plan.Refusal;
import dev.larder.agent.core.result.ColdResults;
import dev.larder.agent.core.result.ResultTypes;
import java.util.Set;
import net.bytebuddy.jar.asm.Type;

/** When the work of a method is done, by its declared result type. Effects take place only after that. */
enum WorkEnd {
    /** When it returns. If it returns a future that is not done, a warning is logged. */
    AT_RETURN,

    /** When what it returned has all that it will have, which can be observed without a thread. */
    AT_COMPLETION,

    /** The same of something that had many elements, which are not kept. */
    AT_LAST_ELEMENT,

    /** At some later time that cannot be observed. */
    UNSEEN;

    /** The results that come later, and whose end can be seen. */
    static final String KNOWN = "CompletableFuture, CompletionStage, Mono, Flux, Uni and Deferred";

    private static final Set<String> STAGES = Set.of(
            "java/util/concurrent/CompletableFuture",
            "java/util/concurrent/CompletionStage",
            "kotlinx/coroutines/Deferred");

    private static final Set<String> CALLABLE = Set.of("java/util/concurrent/Callable");

    private static final Set<String> FUTURES =
            Set.of("java/util/concurrent/Future", "org/springframework/util/concurrent/ListenableFuture");

    static WorkEnd of(VisibleTypes types, MethodOutline method) {
        return method.isSuspend() ? AT_COMPLETION : of(types, method.returnType());
    }

    private static WorkEnd of(VisibleTypes types, Type result) {
        boolean isArray = result.getSort() == Type.ARRAY;
        Type element = isArray ? result.getElementType() : result;
        if (element.getSort() != Type.OBJECT) {
            return AT_RETURN;
        }
        String name = element.getInternalName();
        if (!isArray && (STAGES.contains(name) || ColdResults.NAMES.contains(name))) {
            return ColdResults.isMany(name) ? AT_LAST_ELEMENT : AT_COMPLETION;
        }
        if (!isArray && types.isAny(name, FUTURES)) {
            return AT_RETURN;
        }
        boolean isLater = types.isAny(name, ResultTypes.DEFERRED) || types.isAny(name, CALLABLE);
        return isLater ? UNSEEN : AT_RETURN;
    }

    /** Whether the work of a method goes on after its return, until its result has its value. */
    boolean isSeen() {
        return this == AT_COMPLETION || this == AT_LAST_ELEMENT;
    }

    /** For an effect that needs the result. */
    void checkKept(MethodOutline method) throws Refusal {
        if (this == AT_LAST_ELEMENT) {
            throw new Refusal(
                    "it needs the result, and the elements of a "
                            + method.returnType().getClassName() + " are handed on and not kept",
                    "Name a parameter instead, or return a Mono of a list.");
        }
    }

    /** For an effect that must not take place before the work is done. */
    void checkSeen(MethodOutline method) throws Refusal {
        if (this == UNSEEN) {
            throw new Refusal(
                    "its result, " + method.returnType().getClassName() + ", is there before the work is done, and of"
                            + " such results only " + KNOWN + " tell when it is",
                    "Declare one of these, annotate the method that does the work, or evict through"
                            + " dev.larder.Larder when it is done.");
        }
    }
}
