package dev.larder.agent.core.inheritance;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.plan.MethodAnnotations;
import java.util.List;

/**
 * A body that a class inherits and that becomes, in this class, the implementation of an annotated method of an
 * interface: {@code drop} of {@code Users} in
 *
 * <pre>
 *   interface Api { {@literal @}CacheEvict(…) void drop(Long id); }
 *   class Base { public void drop(Long id) { … } }
 *   class Users extends Base implements Api {}
 * </pre>
 *
 * <p>{@code Base} knows nothing of the interface, and other subclasses of it are none of its business. So {@code Users}
 * gets a method of its own that does what the annotation says and calls the body.
 *
 * @param body what the class inherits
 * @param annotated the interface's method
 * @param origin the superclass, or the direct superinterface, to call it in
 * @param isOwn whether the class has that method already: a bridge that makes the body visible, by the compiler
 * @param ownBridges the class's bridges that call the body past everything a class may put in its place
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

    /** What the class declares: as a compiler's bridge that makes a body visible, so that frameworks look behind it. */
    public MethodOutline method() {
        return new MethodOutline(
                body.method().bridgeAccess(),
                body.method().name(),
                body.method().descriptor(),
                body.method().parameterNames(),
                MethodAnnotations.NONE,
                null,
                false);
    }
}
