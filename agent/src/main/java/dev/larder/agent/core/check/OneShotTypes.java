package dev.larder.agent.core.check;

import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.result.ResultTypes;
import net.bytebuddy.jar.asm.Type;

/**
 * Result types of which an object can be used once only, or stands for work that is not done yet: a second caller would
 * get something consumed, closed, or bound to the first caller.
 *
 * <p>Told by the declared type and its supertypes, as far as there are class files. What a method returns that declares
 * a wider type is looked at when it returns it, elsewhere.
 */
final class OneShotTypes {

    private OneShotTypes() {}

    /** An array of such objects is no better than one of them. */
    static boolean contain(VisibleTypes types, Type result) {
        Type element = result.getSort() == Type.ARRAY ? result.getElementType() : result;
        return element.getSort() == Type.OBJECT
                && (types.isAny(element.getInternalName(), ResultTypes.USED_UP)
                        || types.isAny(element.getInternalName(), ResultTypes.DEFERRED)
                        || types.isAny(element.getInternalName(), ResultTypes.CODE));
    }
}
