package dev.larder.agent.core.tx;

import java.util.List;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * JTA's registry under the names that servers give it.
 *
 * <p><b>Why</b> a class of its own: with it the JDK's naming classes are loaded, and only where there is JTA.
 */
final class JndiRegistry {

    private static final List<String> NAMES = List.of(
            "java:comp/" + JtaLookup.REGISTRY,
            "java:jboss/" + JtaLookup.REGISTRY,
            "java:comp/env/" + JtaLookup.REGISTRY,
            "java:/" + JtaLookup.REGISTRY);

    private JndiRegistry() {}

    static @Nullable Transactions find() {
        Context context;
        try {
            context = new InitialContext();
        } catch (NamingException | RuntimeException | LinkageError none) {
            return null;
        }
        for (String name : NAMES) {
            Transactions registry = find(context, name);
            if (registry != null) {
                return registry;
            }
        }
        return null;
    }

    @SuppressWarnings("BanJNDI") // the names are our own, and of a scheme that stays inside the process
    private static @Nullable Transactions find(Context context, String name) {
        try {
            return JtaLookup.registry(context.lookup(name));
        } catch (NamingException | ReflectiveOperationException | RuntimeException | LinkageError notThere) {
            return null;
        }
    }
}
