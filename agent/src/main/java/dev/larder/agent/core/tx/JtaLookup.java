package dev.larder.agent.core.tx;

import java.lang.annotation.Annotation;
import java.util.List;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * Looks for JTA's {@code TransactionSynchronizationRegistry}: in JNDI, where servers have it, then in CDI.
 *
 * <p>Both generations of JTA's packages are known. Which one the registry belongs to is seen on the registry itself: an
 * application may carry a copy of the interfaces that its server does not use.
 */
final class JtaLookup {

    private static final List<String> PACKAGES = List.of("jakarta.transaction.", "javax.transaction.");
    private static final String REGISTRY = "TransactionSynchronizationRegistry";
    private static final List<String> JNDI_NAMES = List.of(
            "java:comp/" + REGISTRY, "java:jboss/" + REGISTRY, "java:comp/env/" + REGISTRY, "java:/" + REGISTRY);
    private static final List<String> CDI =
            List.of("jakarta.enterprise.inject.spi.CDI", "javax.enterprise.inject.spi.CDI");

    private JtaLookup() {}

    static boolean isPossibleIn(ClassLoader loader) {
        for (String name : PACKAGES) {
            if (classIn(loader, name + REGISTRY) != null) {
                return true;
            }
        }
        return false;
    }

    static @Nullable Transactions registrySeenBy(ClassLoader loader) {
        Transactions registry = fromJndi();
        return registry == null ? fromCdi(loader) : registry;
    }

    private static @Nullable Transactions fromJndi() {
        Context context;
        try {
            context = new InitialContext();
        } catch (NamingException | RuntimeException | LinkageError none) {
            return null;
        }
        for (String name : JNDI_NAMES) {
            Transactions registry = fromJndi(context, name);
            if (registry != null) {
                return registry;
            }
        }
        return null;
    }

    @SuppressWarnings("BanJNDI") // the names are our own, and of a scheme that stays inside the process
    private static @Nullable Transactions fromJndi(Context context, String name) {
        try {
            return registry(context.lookup(name));
        } catch (NamingException | ReflectiveOperationException | RuntimeException | LinkageError notThere) {
            return null;
        }
    }

    private static @Nullable Transactions fromCdi(ClassLoader loader) {
        for (String name : CDI) {
            Class<?> type = classIn(loader, name);
            Transactions registry = type == null ? null : fromCdi(type, loader);
            if (registry != null) {
                return registry;
            }
        }
        return null;
    }

    /** {@code CDI.current().select(TransactionSynchronizationRegistry.class).get()}. */
    private static @Nullable Transactions fromCdi(Class<?> type, ClassLoader loader) {
        for (String name : PACKAGES) {
            Class<?> wanted = classIn(loader, name + REGISTRY);
            if (wanted == null) {
                continue;
            }
            try {
                Object container = type.getMethod("current").invoke(null);
                Object beans = type.getMethod("select", Class.class, Annotation[].class)
                        .invoke(container, wanted, new Annotation[0]);
                return registry(provider(type).getMethod("get").invoke(beans));
            } catch (ReflectiveOperationException | RuntimeException | LinkageError notThere) {
                // No container, or none with such a bean, or not yet.
            }
        }
        return null;
    }

    /** The interface that declares {@code get()}; the object itself may be of a class that is not public. */
    private static Class<?> provider(Class<?> cdi) throws ClassNotFoundException {
        String prefix = cdi.getName().startsWith("jakarta.") ? "jakarta" : "javax";
        return Class.forName(prefix + ".inject.Provider", false, cdi.getClassLoader());
    }

    private static @Nullable Transactions registry(@Nullable Object found) throws ReflectiveOperationException {
        if (found == null) {
            return null;
        }
        for (String name : PACKAGES) {
            Class<?> api = supertype(found.getClass(), name + REGISTRY);
            if (api != null) {
                return new JtaRegistry(found, api, name);
            }
        }
        return null;
    }

    private static @Nullable Class<?> supertype(@Nullable Class<?> type, String name) {
        if (type == null || type.getName().equals(name)) {
            return type;
        }
        for (Class<?> implemented : type.getInterfaces()) {
            Class<?> found = supertype(implemented, name);
            if (found != null) {
                return found;
            }
        }
        return supertype(type.getSuperclass(), name);
    }

    private static @Nullable Class<?> classIn(@Nullable ClassLoader loader, String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }
}
