package dev.larder.agent.core.inheritance;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import org.jspecify.annotations.Nullable;

/**
 * Tells which annotations a compiler has repeated on a method that only forwards to the annotated one. Those count there
 * alone, or each call would have them twice.
 *
 * <p>A developer's override may do no more than a forwarder of Scala's compiler, but has annotations that the other method has
 * not. If the class file of the other one cannot be looked at, the annotations count: a second lookup costs less than an
 * eviction that does not take place.
 */
public final class Repetition {

    private Repetition() {}

    public static boolean is(VisibleTypes types, MethodOutline method) {
        return !method.annotations().isEmpty() && (method.isGeneratedByGroovy() || isOfScala(types, method));
    }

    private static boolean isOfScala(VisibleTypes types, MethodOutline method) {
        MethodOutline other = forwardedTo(types, method);
        return other != null && other.annotations().equals(method.annotations());
    }

    /** An object may have it from a superclass. */
    private static @Nullable MethodOutline forwardedTo(VisibleTypes types, MethodOutline method) {
        TypeOutline owner = method.forwardsTo() == null ? null : types.outline(method.forwardsTo());
        SelectedBody body = owner == null ? null : SelectedBody.find(types, owner, method.name(), method.descriptor());
        return body == null ? null : body.method();
    }
}
