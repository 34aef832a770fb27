package dev.larder.agent.core.link.cold;

import java.lang.invoke.MethodHandle;

/**
 * Which threads may wait: those of which neither a library nor their own class says that they must not.
 *
 * @param answer of the library, about the calling thread
 * @param blockable the answer for one that may wait
 */
record BlockableThreads(MethodHandle answer, boolean blockable) {

    /** As Reactor says it, which throws if such a thread calls {@code block}. */
    static BlockableThreads ofReactor(LibraryType schedulers) throws ReflectiveOperationException {
        return new BlockableThreads(schedulers.ofClass("isInNonBlockingThread", boolean.class), false);
    }

    static BlockableThreads ofMutiny(LibraryType infrastructure) throws ReflectiveOperationException {
        return new BlockableThreads(infrastructure.ofClass("canCallerThreadBeBlocked", boolean.class), true);
    }

    boolean isCurrent() {
        try {
            return (boolean) answer.invokeExact() == blockable && !isNettys();
        } catch (Throwable theirs) { // whoever asks then does not wait
            return false;
        }
    }

    /** The libraries know the event loops that are made for them, and not those of other drivers. */
    private static boolean isNettys() {
        Class<?> type = Thread.currentThread().getClass();
        while (type != Thread.class) {
            if (type.getSimpleName().equals("FastThreadLocalThread")) {
                return true;
            }
            type = type.getSuperclass();
        }
        return false;
    }
}
