package dev.larder.agent.core.tx;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JTA's registry as a bean of the application's CDI container, where there is no JNDI.
 *
 * @param cdi the class {@code CDI}
 * @param provider the interface {@code inject.Provider} of the same generation
 */
record CdiRegistry(Class<?> cdi, Class<?> provider) {

    private static final List<String> GENERATIONS = List.of("jakarta", "javax");

    /** One for each generation of CDI that the loader's classes can see. */
    static List<CdiRegistry> in(ClassLoader loader) {
        List<CdiRegistry> known = new ArrayList<>();
        for (String generation : GENERATIONS) {
            Class<?> cdi = JtaLookup.classIn(loader, generation + ".enterprise.inject.spi.CDI");
            Class<?> provider =
                    cdi == null ? null : JtaLookup.classIn(cdi.getClassLoader(), generation + ".inject.Provider");
            if (cdi != null && provider != null) {
                known.add(new CdiRegistry(cdi, provider));
            }
        }
        return known;
    }

    /** {@code CDI.current().select(wanted).get()}, which is declared by {@code inject.Provider}. */
    @Nullable
    Transactions find(Class<?> wanted) {
        try {
            Object container = cdi.getMethod("current").invoke(null);
            Object bean = cdi.getMethod("select", Class.class, Annotation[].class)
                    .invoke(container, wanted, new Annotation[0]);
            return JtaLookup.registry(provider.getMethod("get").invoke(bean));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError notThere) {
            return null; // no container, no such bean, or not started yet
        }
    }
}
