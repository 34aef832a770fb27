package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.result.ProxyClasses;
import java.lang.reflect.Proxy;

/** Finds the class of an object for keys: a generated class counts as the class that it was generated from. */
final class ReceiverClasses {

    private ReceiverClasses() {}

    /**
     * The class in the source.
     *
     * @param owner the class or interface with the method: its supertypes never stand for the object
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

    /** A name that is the same in every JVM: for JDK proxies that of the first interface. */
    static String nameOf(Class<?> type) {
        Class<?>[] interfaces = type.getInterfaces();
        return Proxy.isProxyClass(type) && interfaces.length > 0 ? interfaces[0].getName() : type.getName();
    }
}
