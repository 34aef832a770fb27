package dev.larder.agent.core.result;

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
        "$HibernateProxy$",
        "$ByteBuddy$",
        "_$$_jvst", // Javassist
        "$Proxy$_$$_Weld",
        "_ClientProxy", // Quarkus
        "_Subclass",
    };

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
}
