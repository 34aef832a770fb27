package dev.larder.agent.core.direct;

/**
 * Finds the class that uses the API. Its loader owns the entries: in one process, each class loader has its own.
 *
 * <p><b>Why</b> not the loader of the value type: a service that caches {@code String} or {@code List<User>}, or a
 * class of its container, would never find in memory what its annotated methods stored. And not the loader of the API,
 * which may also be the container's.
 */
final class CallingClass {

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final String API = "dev.larder";

    private CallingClass() {}

    /** The class of the innermost frame that is neither ours nor the JDK's; {@code otherwise} if there is none. */
    static Class<?> find(Class<?> otherwise) {
        return STACK.walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(CallingClass::isApplication)
                        .findFirst())
                .orElse(otherwise);
    }

    private static boolean isApplication(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null
                && loader != ClassLoader.getPlatformClassLoader()
                && loader != CallingClass.class.getClassLoader()
                && !type.getPackageName().equals(API);
    }
}
