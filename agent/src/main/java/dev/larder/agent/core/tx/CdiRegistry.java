package dev.larder.agent.core.tx;

import java.lang.annotation.Annotation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JTA's registry as a bean of the application's CDI container, where there is no JNDI. */
final class CdiRegistry {

    private static final List<String> GENERATIONS = List.of("jakarta", "javax");

    private CdiRegistry() {}

    static @Nullable Transactions find(Class<?> wanted, ClassLoader loader) {
        for (String generation : GENERATIONS) {
            Class<?> cdi = JtaLookup.classIn(loader, generation + ".enterprise.inject.spi.CDI");
            Transactions registry = cdi == null ? null : find(wanted, cdi, generation);
            if (registry != null) {
                return registry;
            }
        }
        return null;
    }

    /** {@code CDI.current().select(wanted).get()}, which is declared by {@code inject.Provider}. */
    private static @Nullable Transactions find(Class<?> wanted, Class<?> cdi, String generation) {
        try {
            Class<?> provider = Class.forName(generation + ".inject.Provider", false, cdi.getClassLoader());
            Object container = cdi.getMethod("current").invoke(null);
            Object bean = cdi.getMethod("select", Class.class, Annotation[].class)
                    .invoke(container, wanted, new Annotation[0]);
            return JtaLookup.registry(provider.getMethod("get").invoke(bean));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError notThere) {
            return null; // no container, or none with such a bean, or not yet
        }
    }
}
