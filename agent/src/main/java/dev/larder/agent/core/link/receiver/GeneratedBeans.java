package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.result.ProxyClasses;
import java.lang.annotation.Annotation;
import java.util.Set;

/** What the classes that frameworks generate below a bean's class have to do with the bean's state. */
final class GeneratedBeans {

    /** What Spring makes of a class of the application's configuration. */
    private static final String CONFIGURATION =
            "org.springframework.context.annotation.ConfigurationClassEnhancer$EnhancedConfiguration";

    /** What Spring puts in front of beans of a request, a session or another scope. */
    private static final String SCOPED = "org.springframework.aop.scope.ScopedObject";

    private static final Set<String> LASTING =
            Set.of("jakarta.enterprise.context.ApplicationScoped", "javax.enterprise.context.ApplicationScoped");

    private GeneratedBeans() {}

    /** Whether an object of the generated class is the bean, with the state of its class, and not in front of it. */
    static boolean isTheBean(Class<?> type, Class<?> declared) {
        boolean isSubclass = type.getSuperclass() == declared && ProxyClasses.isMarked(type.getName());
        return isSubclass && (type.getName().endsWith("_Subclass") || implementsOne(type, CONFIGURATION));
    }

    /** Whether there may be another bean behind the same object in each call. */
    static boolean isOfManyBeans(Class<?> type, Class<?> declared) {
        boolean isOfCdi =
                type.getName().contains("_ClientProxy") || type.getName().contains("$Proxy$_$$_Weld");
        return implementsOne(type, SCOPED) || (isOfCdi && !isLasting(declared));
    }

    private static boolean isLasting(Class<?> declared) {
        for (Annotation annotation : declared.getAnnotations()) {
            if (LASTING.contains(annotation.annotationType().getName())) {
                return true;
            }
        }
        return false;
    }

    private static boolean implementsOne(Class<?> type, String name) {
        for (Class<?> implemented : type.getInterfaces()) {
            if (implemented.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
