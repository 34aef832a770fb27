package dev.larder.agent.core.codec.graph;

/** Tells the classes of the JDK, known by name and closed to reflection, from those of the application. */
public final class PlatformTypes {

    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private PlatformTypes() {}

    public static boolean contains(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == PLATFORM;
    }
}
