package dev.larder.agent.core.context;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Spring Security: who the caller is. The other thread gets a context of its own, since the caller's is the caller's to change.
 *
 * <p><b>Why it looks into fields:</b> whoever asks the library for the context of a thread that has none makes one, which the
 * application could notice. The library's strategies keep contexts in a {@link ThreadLocal}, or pass on to one that does; what is
 * there tells whether the library may be asked. What all threads share needs no carrying. What another strategy keeps elsewhere is not
 * carried.
 */
record SecurityCarrier(
        Class<?> strategies,
        Method strategy,
        Method get,
        Method make,
        Method set,
        Method clear,
        Method who,
        Method setWho)
        implements Carrier {

    private static final String LIBRARY = "org.springframework.security.core.";

    static Carrier in(@Nullable ClassLoader loader) throws ReflectiveOperationException {
        Class<?> holder = Class.forName(LIBRARY + "context.SecurityContextHolder", false, loader);
        ClassLoader own = holder.getClassLoader();
        Class<?> context = Class.forName(LIBRARY + "context.SecurityContext", false, own);
        Class<?> authentication = Class.forName(LIBRARY + "Authentication", false, own);
        return new SecurityCarrier(
                Class.forName(LIBRARY + "context.SecurityContextHolderStrategy", false, own),
                holder.getMethod("getContextHolderStrategy"),
                holder.getMethod("getContext"),
                holder.getMethod("createEmptyContext"),
                holder.getMethod("setContext", context),
                holder.getMethod("clearContext"),
                context.getMethod("getAuthentication"),
                context.getMethod("setAuthentication", authentication));
    }

    @Override
    public @Nullable Object capture() throws Exception {
        ThreadLocal<?> contexts = perThread(Carrier.call(strategy, null));
        if (contexts == null || contexts.get() == null) {
            return null;
        }
        Object context = Carrier.call(get, null);
        return context == null ? null : Carrier.call(who, context);
    }

    /** Where {@code keeper} keeps the contexts of threads; null if it keeps none there. */
    private @Nullable ThreadLocal<?> perThread(@Nullable Object keeper) throws ReflectiveOperationException {
        Class<?> type = keeper == null ? null : keeper.getClass();
        for (; type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (ThreadLocal.class.isAssignableFrom(field.getType())) {
                    return (ThreadLocal<?>) in(field, keeper);
                }
                if (strategies.isAssignableFrom(field.getType())) {
                    return perThread(in(field, keeper));
                }
            }
        }
        return null;
    }

    private static Object in(Field field, @Nullable Object keeper) throws ReflectiveOperationException {
        field.setAccessible(true);
        return field.get(keeper);
    }

    @Override
    public @Nullable Object enter(@Nullable Object captured) throws Exception {
        if (captured != null) {
            Object context = Carrier.call(make, null);
            Carrier.call(setWho, context, captured);
            Carrier.call(set, null, context);
        }
        return null;
    }

    /** Also what the body has left. What all threads share is not this thread's to clear. */
    @Override
    public void leave(@Nullable Object entered) throws Exception {
        if (perThread(Carrier.call(strategy, null)) != null) {
            Carrier.call(clear, null);
        }
    }
}
