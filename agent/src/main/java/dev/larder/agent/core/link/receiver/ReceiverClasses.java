package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.result.ProxyClasses;
import java.lang.reflect.Proxy;

/** Finds the class that an object counts as in keys: a class that a framework generates counts as the one it was generated from. */
final class ReceiverClasses {

    private ReceiverClasses() {}

    /**
     * The class in the source code.
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
