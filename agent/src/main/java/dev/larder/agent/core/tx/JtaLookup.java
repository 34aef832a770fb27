package dev.larder.agent.core.tx;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for JTA's {@code TransactionSynchronizationRegistry}: in JNDI, where servers have it, then in CDI.
 *
 * <p>Supports both generations of JTA's packages. The registry itself shows which one it belongs to: an application may
 * contain a copy of the interfaces that its server does not use.
 */
final class JtaLookup {

    static final String REGISTRY = "TransactionSynchronizationRegistry";

    private static final List<String> PACKAGES = List.of("jakarta.transaction.", "javax.transaction.");

    private final List<Class<?>> wanted;
    private final List<CdiRegistry> containers;

    private JtaLookup(List<Class<?>> wanted, List<CdiRegistry> containers) {
        this.wanted = wanted;
        this.containers = containers;
    }

    /** Null if the loader's classes cannot see JTA. This is determined once, since it does not change. */
    static @Nullable JtaLookup in(ClassLoader loader) {
        List<Class<?>> wanted = new ArrayList<>();
        for (String name : PACKAGES) {
            Class<?> registry = classIn(loader, name + REGISTRY);
            if (registry != null) {
                wanted.add(registry);
            }
        }
        return wanted.isEmpty() ? null : new JtaLookup(wanted, CdiRegistry.in(loader));
    }

    /** The registry; null if there is none now. */
    @Nullable
    Transactions find() {
        Transactions registry = JndiRegistry.find();
        for (CdiRegistry container : containers) {
            for (Class<?> type : wanted) {
                registry = registry == null ? container.find(type) : registry;
            }
        }
        return registry;
    }

    /** {@code found} as a registry; null if it is not one. */
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
