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

    /** Beside what stands for {@link WorkEnd#LATER work that may not be done yet}. */
    private static final Set<String> USED_UP = Set.of(
            "java/lang/AutoCloseable",
            "java/lang/Runnable",
            "java/util/Enumeration",
            "java/util/Iterator",
            "java/util/Spliterator",
            "java/util/function/Supplier",
            "java/util/stream/BaseStream",
            "kotlin/sequences/Sequence",
            "scala/collection/Iterator");

    private OneShotTypes() {}

    /** An array of such objects is no better than one of them. */
    static boolean contain(VisibleTypes types, Type result) {
        Type element = result.getSort() == Type.ARRAY ? result.getElementType() : result;
        return element.getSort() == Type.OBJECT
                && (types.isAny(element.getInternalName(), USED_UP)
                        || types.isAny(element.getInternalName(), WorkEnd.LATER));
    }
}
