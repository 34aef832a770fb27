package dev.larder.agent.core.inheritance;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects the method that the JVM runs for a call on an object of a class, and follows bridges: JVMS 5.4.6.
 *
 * @param owner declares it
 */
public record SelectedBody(TypeOutline owner, MethodOutline method) {

    /** Compilers make no chains of bridges; a damaged class file might have a cycle. */
    private static final int MAX_BRIDGES = 8;

    /** Null if there is none: the method is abstract, or a class file cannot be read. */
    static @Nullable SelectedBody find(VisibleTypes types, TypeOutline type, String name, String descriptor) {
        return find(types, type, type, name, descriptor);
    }

    /** The same by any of the method's descriptors: what it overrides if {@code type} is a supertype. */
    static @Nullable SelectedBody find(VisibleTypes types, TypeOutline type, Overridden method) {
        for (String descriptor : method.descriptors()) {
            SelectedBody found = find(types, method.type(), type, method.name(), descriptor);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable SelectedBody find(
            VisibleTypes types, TypeOutline overriding, TypeOutline type, String name, String descriptor) {
        SelectedBody selected = select(types, overriding, type, name, descriptor);
        for (int i = 0; selected != null && selected.method.bridged() != null && i < MAX_BRIDGES; i++) {
            MethodOutline.Bridged to = selected.method.bridged();
            TypeOutline bySuper = to.isBySuper() ? types.outline(to.owner()) : null;
            if (to.isBySuper() && bySuper == null) {
                return null;
            }
            selected = bySuper == null
                    ? select(types, overriding, type, name, to.descriptor())
                    : select(types, bySuper, bySuper, name, to.descriptor());
        }
        return selected;
    }

    /**
     * A package-private method that {@code overriding} cannot override is another one, of the same name.
     *
     * @param overriding {@code type} or a subclass
     */
    private static @Nullable SelectedBody select(
            VisibleTypes types, TypeOutline overriding, TypeOutline type, String name, String descriptor) {
        TypeOutline at = type;
        for (int depth = 0; at != null && depth < VisibleTypes.MAX_SUPERTYPES; depth++) {
            MethodOutline method = at.method(name, descriptor);
            if (method != null && method.isVirtual() && Overridden.isOverridable(types, overriding, at, method)) {
                return method.isConcrete() ? new SelectedBody(at, method) : null;
            }
            at = types.superclass(at);
        }
        return defaultMethod(types, type, name, descriptor);
    }

    /** The only default method among those that no other interface overrides. */
    private static @Nullable SelectedBody defaultMethod(
            VisibleTypes types, TypeOutline type, String name, String descriptor) {
        List<SelectedBody> declared = new ArrayList<>();
        for (String supertype : types.supertypes(type.directSupertypes())) {
            TypeOutline outline = types.outline(supertype);
            if (outline == null || !outline.isInterface()) {
                continue;
            }
            MethodOutline method = outline.method(name, descriptor);
            if (method != null && method.isVirtual()) {
                declared.add(new SelectedBody(outline, method));
            }
        }
        List<SelectedBody> bodies = declared.stream()
                .filter(one ->
                        one.method.isConcrete() && declared.stream().noneMatch(other -> other.overrides(types, one)))
                .toList();
        return bodies.size() == 1 ? bodies.get(0) : null;
    }

    /** Whether both are the same method. */
    boolean isSame(SelectedBody other) {
        return owner.name().equals(other.owner.name()) && method.id().equals(other.method.id());
    }

    private boolean overrides(VisibleTypes types, SelectedBody other) {
        return types.supertypes(owner.directSupertypes()).contains(other.owner.name());
    }
}
