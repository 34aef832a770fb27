package dev.larder.agent.core.inheritance;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.plan.MethodAnnotations;
import dev.larder.agent.core.plan.RefusedMethod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the {@link InheritedBody inherited bodies} by which one class implements annotated methods. */
public final class InheritedBodies {

    private final VisibleTypes types;
    private final TypeOutline type;
    private final Consumer<RefusedMethod> refusals;

    private InheritedBodies(VisibleTypes types, TypeOutline type, Consumer<RefusedMethod> refusals) {
        this.types = types;
        this.type = type;
        this.refusals = refusals;
    }

    /**
     * The annotated methods that {@code type} implements by an inherited body.
     *
     * @param refusals receives those that cannot be called
     */
    public static List<InheritedBody> of(VisibleTypes types, TypeOutline type, Consumer<RefusedMethod> refusals) {
        return type.isInterface() ? List.of() : new InheritedBodies(types, type, refusals).find();
    }

    private List<InheritedBody> find() {
        List<InheritedBody> found = new ArrayList<>();
        for (Candidate candidate : candidates()) {
            InheritedBody body = check(candidate);
            if (body != null) {
                found.add(body);
            }
        }
        return found;
    }

    /** The inherited bodies that implement an annotated method of any supertype. */
    private Iterable<Candidate> candidates() {
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        for (TypeOutline supertype : types.applicationSupertypes(type)) {
            for (MethodOutline method : supertype.methods()) {
                if (method.isVirtual()
                        && !method.isConcrete()
                        && !method.annotations().isEmpty()) {
                    add(supertype, method, candidates);
                }
            }
        }
        return candidates.values();
    }

    private void add(TypeOutline supertype, MethodOutline annotated, Map<String, Candidate> candidates) {
        SelectedBody body = SelectedBody.find(types, type, annotated.name(), annotated.descriptor());
        if (body == null) {
            sayIfUnreadable(supertype, annotated);
        } else if (!body.owner().name().equals(type.name()) && body.method().isPublic()) {
            candidates
                    .computeIfAbsent(body.owner().name() + '.' + body.method().id(), id -> new Candidate(body))
                    .descriptors
                    .add(annotated.descriptor());
        }
    }

    private @Nullable InheritedBody check(Candidate candidate) {
        SelectedBody body = candidate.body;
        Overridden method = new Overridden(type, body.method().name(), candidate.descriptors);
        MethodOutline annotated = InForce.joined(types, type, method, body);
        if (annotated == null) {
            return null;
        }
        InForce above = InForce.above(types, type, method, body);
        if (above != null) {
            sayIfLost(above, annotated, body);
            return null;
        }
        InheritedBody inherited = inherited(body, annotated);
        String obstacle = obstacle(inherited);
        if (obstacle != null) {
            refuse(annotated, "its body is inherited from " + dotted(body.owner()) + obstacle);
            return null;
        }
        return inherited;
    }

    /** Whether {@code type} can be given a method that calls the inherited {@code body} and does nothing else. */
    static boolean canBeAdded(VisibleTypes types, TypeOutline type, SelectedBody body, MethodOutline annotated) {
        InheritedBodies bodies = new InheritedBodies(types, type, refused -> {});
        return bodies.obstacle(bodies.inherited(body, annotated)) == null;
    }

    /** What stands against adding a method, as the end of a sentence on its body; null for nothing. */
    private @Nullable String obstacle(InheritedBody inherited) {
        if (isFinal(inherited)) {
            return ", where it is final";
        }
        SelectedBody namesake = namesake(inherited.body());
        return namesake == null
                ? null
                : ", and a method here would override "
                        + namesake.method().signature(namesake.owner().name()) + " too, which that one does not";
    }

    /** A package-private method that calls would no longer run if the class had a method of its own. */
    private @Nullable SelectedBody namesake(SelectedBody body) {
        TypeOutline at = types.superclass(type);
        for (int depth = 0; at != null && depth < VisibleTypes.MAX_SUPERTYPES; depth++) {
            MethodOutline method = at.method(body.method().name(), body.method().descriptor());
            if (method != null
                    && method.isVirtual()
                    && Overridden.isOverridable(types, type, at, method)
                    && !Overridden.isOverridable(types, body.owner(), at, method)) {
                return new SelectedBody(at, method);
            }
            at = types.superclass(at);
        }
        return null;
    }

    private static boolean isFinal(InheritedBody inherited) {
        return inherited.body().method().isFinal()
                || inherited.inheritedBridges().stream()
                        .anyMatch(bridge -> bridge.method().isFinal());
    }

    private InheritedBody inherited(SelectedBody body, MethodOutline annotated) {
        List<MethodOutline> own = new ArrayList<>();
        List<SelectedBody> inherited = new ArrayList<>();
        TypeOutline at = type;
        for (int depth = 0; at != null && depth < VisibleTypes.MAX_SUPERTYPES; depth++) {
            for (MethodOutline bridge : at.methods()) {
                if (!bridge.id().equals(body.method().id()) && leadsPast(bridge, body)) {
                    if (at.name().equals(type.name())) {
                        own.add(bridge);
                    } else if (type.method(bridge.name(), bridge.descriptor()) == null) {
                        inherited.add(new SelectedBody(at, bridge));
                    }
                }
            }
            at = at.name().equals(body.owner().name()) ? null : types.superclass(at);
        }
        boolean isOwn = type.method(body.method().name(), body.method().descriptor()) != null;
        return new InheritedBody(body, annotated, origin(body), isOwn, own, inherited);
    }

    /** Whether {@code bridge} calls the body by {@code super}, and so bypasses the method that the class gets. */
    private boolean leadsPast(MethodOutline bridge, SelectedBody body) {
        if (bridge.bridged() == null
                || !bridge.bridged().isBySuper()
                || !bridge.name().equals(body.method().name())) {
            return false;
        }
        SelectedBody behind = SelectedBody.find(types, type, bridge.name(), bridge.descriptor());
        return behind != null && behind.isSame(body);
    }

    private TypeOutline origin(SelectedBody body) {
        TypeOutline superclass = types.superclass(type);
        String descriptor = body.method().descriptor();
        if (superclass != null
                && SelectedBody.find(types, superclass, body.method().name(), descriptor) != null) {
            return superclass;
        }
        for (String name : type.interfaces()) {
            TypeOutline direct = types.outline(name);
            if (direct != null
                    && types.withSupertypes(direct).contains(body.owner().name())) {
                return direct;
            }
        }
        return body.owner();
    }

    private void sayIfLost(InForce above, MethodOutline annotated, SelectedBody body) {
        DroppedEffects lost = above.lostOf(
                annotated, "it inherits its body with " + above.signature() + ", which has other annotations");
        if (lost != null) {
            refusals.accept(lost.refused(body.method().signature(type.name())));
        }
    }

    /** An abstract class leaves it to its subclasses. */
    private void sayIfUnreadable(TypeOutline supertype, MethodOutline annotated) {
        String unreadable = type.isAbstract() ? null : types.firstUnreadable(type);
        if (unreadable != null) {
            refuse(
                    annotated,
                    "it implements " + annotated.signature(supertype.name())
                            + " by a body that is inherited, perhaps from " + unreadable.replace('/', '.')
                            + ", whose class file cannot be read");
        }
    }

    private void refuse(MethodOutline annotated, String reason) {
        MethodAnnotations annotations = annotated.annotations();
        refusals.accept(new RefusedMethod(
                annotations.hasEffects() ? RefusedMethod.Loss.EVERYTHING : RefusedMethod.Loss.CACHING,
                annotated.signature(type.name()),
                reason,
                "Write the method in " + dotted(type) + ", or annotate what it calls."));
    }

    private static String dotted(TypeOutline type) {
        return type.name().replace('/', '.');
    }

    /** A body, and the descriptors under which it can be called. */
    private static final class Candidate {

        private final SelectedBody body;
        private final Set<String> descriptors = new HashSet<>();

        private Candidate(SelectedBody body) {
            this.body = body;
            this.descriptors.add(body.method().descriptor());
        }
    }
}
