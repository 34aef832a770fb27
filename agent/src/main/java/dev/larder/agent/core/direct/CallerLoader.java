package dev.larder.agent.core.direct;

import org.jspecify.annotations.Nullable;

/**
 * Which class loader's code uses the API: values that callers share by reference are shared within one loader only.
 *
 * <p><b>Why</b> not the loader of the value type: a service that caches {@code String} or {@code List<User>}, or a
 * class that its container has, would never find in memory what its annotated methods stored there. Nor the loader of
 * the API: that may be the container's, too.
 */
final class CallerLoader {

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final String API = "dev.larder";

    private CallerLoader() {}

    /** That of the innermost frame which is neither ours nor the JDK's; {@code otherwise}'s if there is none. */
    static @Nullable ClassLoader find(Class<?> otherwise) {
        return STACK.walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(CallerLoader::isApplication)
                        .findFirst())
                .orElse(otherwise)
                .getClassLoader();
    }

    private static boolean isApplication(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null
                && loader != ClassLoader.getPlatformClassLoader()
                && loader != CallerLoader.class.getClassLoader()
                && !type.getPackageName().equals(API);
    }
}
