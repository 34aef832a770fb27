package dev.larder.agent.core.link;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.core.type.Supertypes;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Detects that two classes implement one method and cache it under the same written key, so that each may get the
 * other's results.
 *
 * <p><b>Threads.</b> Thread-safe. Called when a method is linked; keeps no class from being unloaded.
 */
final class KeysOfImplementations {

    /** The keys of the first implementation. */
    private record First(String className, WeakReference<Class<?>> type) {}

    /** By the type with the abstract method; then by that method and the key. */
    @GuardedBy("this")
    private final Map<Class<?>, Map<String, First>> first = new WeakHashMap<>();

    /**
     * The doubt about a key without a part of the object; null for none.
     *
     * @param type of the objects
     */
    @Nullable
    RefusedMethod doubt(Class<?> type, String name, MethodType erased, String key, String signature) {
        for (Class<?> declaring : Supertypes.of(type)) {
            if (declaresAbstract(declaring, name, erased)) {
                First other = otherOf(declaring, name + erased.toMethodDescriptorString() + key, type);
                if (other != null) {
                    return problem(other.className, declaring, key, signature, name);
                }
            }
        }
        return null;
    }

    private static boolean declaresAbstract(Class<?> declaring, String name, MethodType erased) {
        try {
            Method method = declaring.getDeclaredMethod(name, erased.parameterArray());
            return Modifier.isAbstract(method.getModifiers());
        } catch (NoSuchMethodException | LinkageError e) { // a class in its signature is missing
            return false;
        }
    }

    /** A subclass, such as a proxy's, returns what the other one returns. */
    private synchronized @Nullable First otherOf(Class<?> declaring, String what, Class<?> type) {
        Map<String, First> byKey = first.computeIfAbsent(declaring, absent -> new HashMap<>());
        First known = byKey.get(what);
        Class<?> other = known == null ? null : known.type.get();
        if (other == null) { // there was none, or its class has been unloaded
            byKey.put(what, new First(type.getName(), new WeakReference<>(type)));
        }
        boolean isKin = other == null || other.isAssignableFrom(type) || type.isAssignableFrom(other);
        return isKin ? null : known;
    }

    private static RefusedMethod problem(String other, Class<?> declaring, String key, String signature, String name) {
        return new RefusedMethod(
                RefusedMethod.Loss.NONE,
                signature,
                "its key '" + key + "' is also that of " + other + "." + name + ", which implements the same method of "
                        + declaring.getName() + ", so that each gets what the other has returned",
                "Write what tells them apart, such as {this.name}, or a key of its own on each; or leave the key out, which then"
                        + " has the class.");
    }
}
