package dev.larder.agent.core.tx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for JTA's {@code TransactionSynchronizationRegistry}: in JNDI, where servers have it, then in CDI.
 *
 * <p>Both generations of JTA's packages are known. Which one the registry belongs to is seen on the registry itself: an
 * application may carry a copy of the interfaces that its server does not use.
 */
final class JtaLookup {

    static final String REGISTRY = "TransactionSynchronizationRegistry";

    private static final List<String> PACKAGES = List.of("jakarta.transaction.", "javax.transaction.");

    private JtaLookup() {}

    /** Whether the loader's classes know JTA. */
    static boolean isPossibleIn(ClassLoader loader) {
        for (String name : PACKAGES) {
            if (classIn(loader, name + REGISTRY) != null) {
                return true;
            }
        }
        return false;
    }

    static @Nullable Transactions registrySeenBy(ClassLoader loader) {
        Transactions registry = JndiRegistry.find();
        return registry == null ? fromCdi(loader) : registry;
    }

    private static @Nullable Transactions fromCdi(ClassLoader loader) {
        for (String name : PACKAGES) {
            Class<?> wanted = classIn(loader, name + REGISTRY);
            Transactions registry = wanted == null ? null : CdiRegistry.find(wanted, loader);
            if (registry != null) {
                return registry;
            }
        }
        return null;
    }

    /** {@code found} as what it is; null if that is no registry. */
    static @Nullable Transactions registry(@Nullable Object found) throws ReflectiveOperationException {
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

    static @Nullable Class<?> classIn(@Nullable ClassLoader loader, String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }
}
