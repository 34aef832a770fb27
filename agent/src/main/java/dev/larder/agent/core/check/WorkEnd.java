package dev.larder.agent.core.check;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.plan.Refusal;
import dev.larder.agent.core.result.ResultTypes;
import java.util.Set;
import net.bytebuddy.jar.asm.Type;

/** When the work of a method is over, as its declared result tells: not before that may an effect take place. */
enum WorkEnd {
    /** When it returns. A future is asked then whether it is done; a warning says so if it is not. */
    AT_RETURN,

    /** When the stage it returned is complete; it can be waited for without a thread. */
    AT_COMPLETION,

    /** Some time later, and nothing tells when. */
    UNSEEN;

    private static final Set<String> STAGES =
            Set.of("java/util/concurrent/CompletableFuture", "java/util/concurrent/CompletionStage");

    private static final Set<String> CALLABLE = Set.of("java/util/concurrent/Callable");

    private static final Set<String> FUTURES =
            Set.of("java/util/concurrent/Future", "org/springframework/util/concurrent/ListenableFuture");

    static WorkEnd of(VisibleTypes types, Type result) {
        boolean isArray = result.getSort() == Type.ARRAY;
        Type element = isArray ? result.getElementType() : result;
        if (element.getSort() != Type.OBJECT) {
            return AT_RETURN;
        }
        String name = element.getInternalName();
        if (!isArray && STAGES.contains(name)) {
            return AT_COMPLETION;
        }
        if (!isArray && types.isAny(name, FUTURES)) {
            return AT_RETURN;
        }
        boolean isLater = types.isAny(name, ResultTypes.DEFERRED) || types.isAny(name, CALLABLE);
        return isLater ? UNSEEN : AT_RETURN;
    }

    /** For an effect that may not take place before the work is done. */
    void checkSeen(MethodOutline method) throws Refusal {
        if (this == UNSEEN) {
            throw new Refusal(
                    "its result, " + method.returnType().getClassName() + ", is there before the work is done, and of"
                            + " such results only CompletableFuture and CompletionStage tell when it is",
                    "Declare one of these, annotate the method that does the work, or evict through"
                            + " dev.larder.Larder when it is done.");
        }
    }
}
