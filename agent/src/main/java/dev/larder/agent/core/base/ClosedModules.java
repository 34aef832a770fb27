package dev.larder.agent.core.base;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Member;
import java.util.function.Consumer;

/**
 * Opens packages of named modules to the agent, and to no other module, if it has to read or copy the state of an
 * application's object.
 *
 * <p><b>Threads.</b> Thread-safe. The opener is installed once, before the application's main runs.
 *
 * <p><b>Failure.</b> None: a package that stays closed is refused where it is read.
 */
public final class ClosedModules {

    /** Published to all threads that link or call; does nothing in a process without an agent, such as a unit test. */
    private static volatile Consumer<Class<?>> opener = type -> {};

    private ClosedModules() {}

    /**
     * Sets how packages are opened.
     *
     * @param opens opens the package of a class to the module of this one
     */
    public static void install(Consumer<Class<?>> opens) {
        opener = opens;
    }

    /** Opens the package of a class of the application; one of the platform stays as it is. */
    public static void open(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        if (loader != null && loader != ClassLoader.getPlatformClassLoader()) {
            opener.accept(type);
        }
    }

    /**
     * Makes a member of a class of the application accessible to the agent.
     *
     * @return false if its module stays closed
     */
    public static <T extends AccessibleObject & Member> boolean reach(T member) {
        if (member.trySetAccessible()) {
            return true;
        }
        open(member.getDeclaringClass());
        return member.trySetAccessible();
    }

    /** Opens the package of a class of the platform. */
    public static void openPlatform(Class<?> type) {
        opener.accept(type);
    }
}
