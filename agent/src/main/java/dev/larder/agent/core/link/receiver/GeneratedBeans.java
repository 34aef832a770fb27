package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.result.ProxyClasses;
import java.lang.annotation.Annotation;
import java.util.Set;

/** Knows the classes that frameworks generate as subclasses of a bean's class. */
final class GeneratedBeans {

    /** Spring's subclass of a configuration class. */
    private static final String CONFIGURATION =
            "org.springframework.context.annotation.ConfigurationClassEnhancer$EnhancedConfiguration";

    /** Spring's proxy for beans of a request, a session or another scope. */
    private static final String SCOPED = "org.springframework.aop.scope.ScopedObject";

    private static final Set<String> LASTING =
            Set.of("jakarta.enterprise.context.ApplicationScoped", "javax.enterprise.context.ApplicationScoped");

    private GeneratedBeans() {}

    /** Whether an object of the generated class is the bean itself, not a proxy for it. */
    static boolean isTheBean(Class<?> type, Class<?> declared) {
        boolean isSubclass = type.getSuperclass() == declared && ProxyClasses.isMarked(type.getName());
        return isSubclass && (type.getName().endsWith("_Subclass") || implementsOne(type, CONFIGURATION));
    }

    /** Whether each call may reach another bean through the same object. */
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
