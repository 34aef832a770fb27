package dev.larder.agent.core.result;

import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells classes that frameworks generate in front of others.
 *
 * <p>They pass calls on to the class that a developer wrote, where the call is cached. Some of them copy annotations,
 * some implement annotated interfaces. If they were woven too, a call would be cached twice, and a test's mock would
 * answer from the cache.
 */
public final class ProxyClasses {

    private static final String[] MARKS = {
        "$$EnhancerBy", // CGLIB
        "$$SpringCGLIB$$",
        "$$FastClassBy",
        "$MockitoMock$",
        "$HibernateProxy", // the end of the name since 6.6, before that a number follows
        "$ByteBuddy$",
        "_$$_jvst", // Javassist
        "$Proxy$_$$_Weld",
        "_ClientProxy", // Quarkus
        "_Subclass",
    };

    /** State that belongs to a session or a unit of work, even if it looks like a collection. */
    private static final String[] SESSIONS = {
        "org.hibernate.", "org.eclipse.persistence.", "org.apache.openjpa.", "org.datanucleus."
    };

    /** What such classes implement, whatever their names. */
    private static final Set<String> INTERFACES = Set.of(
            "org.hibernate.proxy.HibernateProxy",
            "javassist.util.proxy.Proxy",
            "javassist.util.proxy.ProxyObject",
            "net.sf.cglib.proxy.Factory",
            "org.springframework.cglib.proxy.Factory",
            "org.springframework.aop.SpringProxy");

    private ProxyClasses() {}

    public static boolean contain(String name, @Nullable String superName) {
        return "java/lang/reflect/Proxy".equals(superName) || isMarked(name);
    }

    /** Whether a class of this name, with slashes or dots, is of such a framework. */
    public static boolean isMarked(String name) {
        for (String mark : MARKS) {
            if (name.contains(mark)) {
                return true;
            }
        }
        return false;
    }

    /** Whether objects of the class are such proxies, by its name or by what it implements. */
    public static boolean areOf(Class<?> type) {
        if (Proxy.isProxyClass(type) || isMarked(type.getName())) {
            return true;
        }
        for (Class<?> next = type; next != null; next = next.getSuperclass()) {
            for (Class<?> implemented : next.getInterfaces()) {
                if (INTERFACES.contains(implemented.getName())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a class of this name is of an object-relational mapper, and its objects belong to a session. */
    public static boolean isOfSession(String name) {
        for (String session : SESSIONS) {
            if (name.startsWith(session)) {
                return true;
            }
        }
        return false;
    }
}
