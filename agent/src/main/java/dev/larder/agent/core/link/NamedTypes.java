package dev.larder.agent.core.link;

import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.core.type.PlatformTypes;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The classes that annotations name in {@code types}. They are loaded as the woven class would load them, when its method is first
 * called, and not initialized.
 */
public final class NamedTypes {

    private NamedTypes() {}

    /**
     * Those of {@code names} that can be loaded.
     *
     * @param owner the woven class
     */
    public static List<Class<?>> of(List<String> names, Class<?> owner) {
        List<Class<?>> found = new ArrayList<>();
        for (String name : names) {
            Class<?> type = find(name, owner);
            if (type != null) {
                found.add(type);
            }
        }
        return found;
    }

    private static @Nullable Class<?> find(String name, Class<?> owner) {
        try {
            return Class.forName(name, false, owner.getClassLoader());
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }

    /** Reports those that have no effect. */
    static void check(MethodPlan plan, Class<?> owner, Consumer<RefusedMethod> refusals) {
        for (String name : plan.types()) {
            Class<?> type = find(name, owner);
            if (type == null) {
                refusals.accept(doubt(
                        plan,
                        "its types name " + name + ", which cannot be loaded",
                        "Put the class on the class path, or leave it out."));
            } else if (PlatformTypes.contains(type) || type.isArray()) {
                refusals.accept(doubt(
                        plan,
                        "its types name " + name + ", which is no class of the application and changes nothing",
                        "Leave it out."));
            } else if (Modifier.isAbstract(type.getModifiers()) && !type.isEnum()) {
                refusals.accept(doubt(
                        plan,
                        "its types name " + name + ", which is an interface or abstract, so no object has this class",
                        "Name the concrete classes."));
            }
        }
    }

    private static RefusedMethod doubt(MethodPlan plan, String reason, String remedy) {
        return new RefusedMethod(RefusedMethod.Loss.NONE, plan.signature(), reason, remedy);
    }
}
