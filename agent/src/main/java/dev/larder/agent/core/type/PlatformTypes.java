package dev.larder.agent.core.type;

/** Tells the classes of the JDK, which are closed to reflection, from those of the application. */
public final class PlatformTypes {

    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private PlatformTypes() {}

    /** Whether it is a class of the JDK, whatever its package. */
    public static boolean contains(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == PLATFORM;
    }

    /** Whether it is the loader of classes of the JDK. */
    public static boolean isPlatform(ClassLoader loader) {
        return loader == PLATFORM;
    }

    /** Whether it is in a package {@code java}, in which applications cannot define classes. */
    public static boolean hasJavaName(Class<?> type) {
        return type.getName().startsWith("java.");
    }
}
