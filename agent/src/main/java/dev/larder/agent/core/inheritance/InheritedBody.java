package dev.larder.agent.core.inheritance;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.plan.MethodAnnotations;
import java.util.List;

/**
 * An inherited body that implements an annotated interface method in one class: {@code drop} of {@code Users} in
 *
 * <pre>
 *   interface Api { {@literal @}CacheEvict(…) void drop(Long id); }
 *   class Base { public void drop(Long id) { … } }
 *   class Users extends Base implements Api {}
 * </pre>
 *
 * <p>{@code Base} does not implement the interface, and the annotation does not apply to its other subclasses. So
 * weaving adds a method to {@code Users} that does what the annotation says and calls the body.
 *
 * @param body what the class inherits
 * @param annotated the interface's method
 * @param origin the superclass, or the direct superinterface, in which it is called
 * @param isOwn whether the class already has that method: a compiler's bridge that makes the body visible
 * @param ownBridges the class's bridges that call the body by {@code super}
 * @param inheritedBridges those of its superclasses
 */
public record InheritedBody(
        SelectedBody body,
        MethodOutline annotated,
        TypeOutline origin,
        boolean isOwn,
        List<MethodOutline> ownBridges,
        List<SelectedBody> inheritedBridges) {

    public InheritedBody {
        ownBridges = List.copyOf(ownBridges);
        inheritedBridges = List.copyOf(inheritedBridges);
    }

    /** The added method: like a compiler's bridge, so that frameworks look at the method behind it. */
    public MethodOutline method() {
        return new MethodOutline(
                body.method().bridgeAccess(),
                body.method().name(),
                body.method().descriptor(),
                body.method().parameterNames(),
                MethodAnnotations.NONE,
                null,
                false,
                false,
                null);
    }
}
