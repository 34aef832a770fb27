package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.result.ProxyClasses;
import java.lang.reflect.Proxy;

/** What the classes of objects count as in keys: those that frameworks generate stand for the ones that somebody wrote. */
final class ReceiverClasses {

    private ReceiverClasses() {}

    /**
     * The class that somebody wrote.
     *
     * @param owner the class or interface that has the method: nothing above it stands for the object
     */
    static Class<?> standsFor(Class<?> receiver, Class<?> owner) {
        Class<?> type = receiver;
        while (type != owner && ProxyClasses.isMarked(type.getName())) {
            Class<?> above = type.getSuperclass();
            if (above == null || !owner.isAssignableFrom(above)) {
                return type;
            }
            type = above;
        }
        boolean isConstantWithBody = Enum.class.isAssignableFrom(type)
                && !type.isEnum()
                && type.getSuperclass().isEnum();
        return isConstantWithBody ? type.getSuperclass() : type;
    }

    /** The name that is the same in every JVM: of the JDK's proxies that of the first interface. */
    static String nameOf(Class<?> type) {
        Class<?>[] interfaces = type.getInterfaces();
        return Proxy.isProxyClass(type) && interfaces.length > 0 ? interfaces[0].getName() : type.getName();
    }
}
