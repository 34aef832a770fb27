package dev.larder.agent.core.tx;

import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.spi.NamingManager;
import org.jspecify.annotations.Nullable;

/**
 * JTA's registry under the names that servers give it, all of the scheme {@code java:}.
 *
 * <p>A server in this process resolves that scheme, if there is one. The lookup never creates the application's own
 * initial context, which may connect to a remote directory or broker, and does not pass the application's naming
 * settings to the server, since they may name such a place. Without a server the lookup creates no context, and is
 * cheap enough for each call that writes.
 *
 * <p><b>Why</b> a class of its own: it loads the JDK's naming classes, which is needed only where there is JTA.
 */
@SuppressWarnings("JdkObsolete") // JNDI takes its settings in nothing but a Hashtable
final class JndiRegistry {

    private static final String SCHEME = "java";

    private static final List<String> NAMES = List.of(
            "java:comp/" + JtaLookup.REGISTRY,
            "java:jboss/" + JtaLookup.REGISTRY,
            "java:comp/env/" + JtaLookup.REGISTRY,
            "java:/" + JtaLookup.REGISTRY);

    private JndiRegistry() {}

    static @Nullable Transactions find() {
        try {
            if (NamingManager.hasInitialContextFactoryBuilder()) {
                return findInBuilt();
            }
            Object packages = new Settings().packages;
            return packages == null ? null : findByScheme(packages);
        } catch (NamingException | RuntimeException | LinkageError none) {
            return null;
        }
    }

    /** For a server that creates all contexts of the process itself. */
    private static @Nullable Transactions findInBuilt() throws NamingException {
        Context context = NamingManager.getInitialContext(new Hashtable<>());
        try {
            return find(context);
        } finally {
            context.close();
        }
    }

    /** The context is not closed, as {@link InitialContext} does not close it: some servers share one context. */
    private static @Nullable Transactions findByScheme(Object packages) throws NamingException {
        Hashtable<String, Object> environment = new Hashtable<>();
        environment.put(Context.URL_PKG_PREFIXES, packages);
        Context context = NamingManager.getURLContext(SCHEME, environment);
        return context == null ? null : find(context);
    }

    private static @Nullable Transactions find(Context context) {
        for (String name : NAMES) {
            Transactions registry = find(context, name);
            if (registry != null) {
                return registry;
            }
        }
        return null;
    }

    @SuppressWarnings("BanJNDI") // the names are constants, and their scheme is resolved in this process
    private static @Nullable Transactions find(Context context, String name) {
        try {
            return JtaLookup.registry(context.lookup(name));
        } catch (NamingException | ReflectiveOperationException | RuntimeException | LinkageError notThere) {
            return null;
        }
    }

    /** The naming settings of the process and of the thread's loader, without the initial context factory. */
    private static final class Settings extends InitialContext {

        /** The packages of a server's classes that resolve schemes; null without such a server. */
        private final @Nullable Object packages;

        Settings() throws NamingException {
            packages = myProps.get(Context.URL_PKG_PREFIXES);
        }

        /** Called by the constructor, which does not need the context. */
        @Override
        protected Context getDefaultInitCtx() {
            return this;
        }
    }
}
