package dev.larder.agent.core.codec.copy.layout;

import dev.larder.agent.core.codec.graph.HibernateState;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.result.OneShotResults;
import dev.larder.agent.core.result.ProxyClasses;
import dev.larder.agent.core.type.PlatformTypes;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides how the objects of a class are copied.
 *
 * <p><b>Threads.</b> Has no state; initializes no class.
 */
final class LayoutFactory {

    private LayoutFactory() {}

    static Layout describe(Class<?> type) {
        try {
            return described(type);
        } catch (LinkageError | TypeNotPresentException e) {
            return refused(
                    type,
                    new UnfitClass(
                            "refers to a class that cannot be loaded ("
                                    + e.getClass().getSimpleName() + ")",
                            "Put what it was compiled with on the class path, or return a record of what callers need."));
        }
    }

    private static Layout described(Class<?> type) {
        if (JdkTypes.isImmutable(type)) {
            return new Layout(type, Layout.Treatment.SHARED, null, List.of());
        }
        if (type.isArray()) {
            boolean holdsReferences = !type.getComponentType().isPrimitive();
            return new Layout(
                    type, holdsReferences ? Layout.Treatment.ELEMENTS : Layout.Treatment.PRIMITIVES, null, List.of());
        }
        HibernateState.Kind mapped = HibernateState.kindOf(type);
        if (mapped == HibernateState.Kind.PROXY) {
            return new Layout(type, Layout.Treatment.PROXY, HibernateState.proxyRefusal(), List.of());
        }
        UnfitClass refusal = refusalOf(type, mapped);
        if (refusal != null) {
            return refused(type, refusal);
        }
        if (PlatformTypes.contains(type)) {
            if (JdkCopies.ofScalar(type) != null) {
                return new Layout(type, Layout.Treatment.WHOLE, null, List.of());
            }
            if (JdkCopies.ofMap(type) != null) {
                return new Layout(type, Layout.Treatment.MAP, null, List.of());
            }
            if (JdkCopies.ofSequence(type) != null) {
                return new Layout(type, Layout.Treatment.SEQUENCE, null, List.of());
            }
        }
        return byFields(type, mapped);
    }

    private static Layout refused(Class<?> type, UnfitClass refusal) {
        return new Layout(type, Layout.Treatment.REFUSED, refusal, List.of());
    }

    private static @Nullable UnfitClass refusalOf(Class<?> type, HibernateState.Kind mapped) {
        if (OneShotResults.isOneShot(type)) {
            return new UnfitClass(
                    "can be used only once, or stands for a resource", "Return what it gives, such as a List.");
        }
        if (Proxy.isProxyClass(type) || ProxyClasses.isMarked(type.getName())) {
            return new UnfitClass(
                    "is a proxy, which stands for an object that may not have been loaded",
                    "Return the object itself, or a record of what callers need.");
        }
        boolean isOfSession = ProxyClasses.isOfSession(type.getName()) && mapped != HibernateState.Kind.COLLECTION;
        return isOfSession
                ? new UnfitClass(
                        "belongs to the session of an object-relational mapper",
                        "Return a record of what callers need, or copy the collection, such as by new ArrayList<>(it).")
                : null;
    }

    private static Layout byFields(Class<?> type, HibernateState.Kind mapped) {
        List<Slot> slots = new ArrayList<>();
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            List<Slot> own = slotsOf(owner);
            if (!own.isEmpty() && PlatformTypes.contains(owner) && !JdkTypes.areFieldsState(owner)) {
                return refused(type, JdkTypes.refusal(type, owner));
            }
            slots.addAll(own);
        }
        if (slots.isEmpty()) {
            return new Layout(type, Layout.Treatment.SHARED, null, List.of());
        }
        if (!PlatformTypes.contains(type) && slots.stream().anyMatch(LayoutFactory::isSurrounding)) {
            UnfitClass outside = new UnfitClass(
                    "is an inner, local or anonymous class, whose objects hold on to their surroundings",
                    "Make it a static nested class or a record.");
            return new Layout(type, Layout.Treatment.INNER, outside, List.copyOf(slots));
        }
        Layout.Treatment treatment = Layout.Treatment.FIELDS;
        if (type.isHidden() || type.isSynthetic()) {
            treatment = Layout.Treatment.CODE;
        } else if (mapped != HibernateState.Kind.NOTHING) {
            treatment = Layout.Treatment.MAPPED;
        }
        return new Layout(type, treatment, null, List.copyOf(slots));
    }

    private static List<Slot> slotsOf(Class<?> owner) {
        List<Slot> slots = new ArrayList<>();
        for (Field field : owner.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !HibernateState.isLeftOut(field)) {
                slots.add(Slot.of(field));
            }
        }
        return slots;
    }

    /** The reference of an inner class to the object around it. */
    static boolean isSurrounding(Slot slot) {
        return slot.name().startsWith("this$") && slot.isFinal();
    }
}
