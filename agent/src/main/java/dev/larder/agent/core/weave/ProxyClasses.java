package dev.larder.agent.core.weave;

/**
 * Tells classes that frameworks generate in front of others.
 *
 * <p>They pass calls on to the class that somebody wrote, which is where a call is cached. Some of them copy annotations,
 * some implement annotated interfaces; cached there, a call would be cached twice, and a test's mock would answer from
 * the cache.
 */
final class ProxyClasses {

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

    static boolean contain(String name, ClassFileScan scan) {
        if ("java/lang/reflect/Proxy".equals(scan.superName())) {
            return true;
        }
        for (String mark : MARKS) {
            if (name.contains(mark)) {
                return true;
            }
        }
        return false;
    }
}
