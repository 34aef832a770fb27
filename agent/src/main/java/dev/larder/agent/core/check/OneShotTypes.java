package dev.larder.agent.core.check;

import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.result.ResultTypes;
import java.util.Set;
import net.bytebuddy.jar.asm.Type;

/**
 * Knows result types whose objects can be used only once, or whose work is not done yet: a second caller would get
 * something consumed, closed, or bound to the first caller.
 *
 * <p>Judges by the declared type and its supertypes, as far as there are class files. For a wider declared type, the
 * returned object is checked at run time, elsewhere.
 */
final class OneShotTypes {

    private static final Set<String> ELEMENTS = Set.of("java/lang/Iterable");

    private OneShotTypes() {}

    /** Whether {@code result} stands for work that may not be done yet; or an array of such objects. */
    static boolean areDeferred(VisibleTypes types, Type result) {
        Type element = elementOf(result);
        return element.getSort() == Type.OBJECT && types.isAny(element.getInternalName(), ResultTypes.DEFERRED);
    }

    private static Type elementOf(Type result) {
        return result.getSort() == Type.ARRAY ? result.getElementType() : result;
    }

    /** The same applies to an array of such objects. */
    static boolean contain(VisibleTypes types, Type result) {
        Type element = elementOf(result);
        return element.getSort() == Type.OBJECT
                && (types.isAny(element.getInternalName(), ResultTypes.USED_UP)
                        || types.isAny(element.getInternalName(), ResultTypes.DEFERRED)
                        || isCode(types, element.getInternalName()));
    }

    /** What has elements is a value, even if it can also be run, as a page of Spring Data that supplies a stream of them. */
    private static boolean isCode(VisibleTypes types, String result) {
        return types.isAny(result, ResultTypes.CODE) && !types.isAny(result, ELEMENTS);
    }
}
