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
 * <p>Who answers to that scheme is a server in this process, if there is one. The initial context that the application
 * has set for itself is never made, since that may connect to a directory or a broker elsewhere; and the server is not
 * passed the application's settings, which may name such a place. Where there is no server, looking makes no context at
 * all, and costs little enough for each call that writes.
 *
 * <p><b>Why</b> a class of its own: with it the JDK's naming classes are loaded, and only where there is JTA.
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
            return NamingManager.hasInitialContextFactoryBuilder() ? findInBuilt() : findByScheme();
        } catch (NamingException | RuntimeException | LinkageError none) {
            return null;
        }
    }

    /** A server that builds all contexts of the process itself. */
    private static @Nullable Transactions findInBuilt() throws NamingException {
        Context context = NamingManager.getInitialContext(new Hashtable<>());
        try {
            return find(context);
        } finally {
            context.close();
        }
    }

    /** The context is not closed, as {@link InitialContext} does not close it: for some servers it is everybody's. */
    private static @Nullable Transactions findByScheme() throws NamingException {
        Object packages = new Settings().packages();
        if (packages == null) {
            return null;
        }
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

    @SuppressWarnings("BanJNDI") // the names are our own, and who answers to their scheme is in this process
    private static @Nullable Transactions find(Context context, String name) {
        try {
            return JtaLookup.registry(context.lookup(name));
        } catch (NamingException | ReflectiveOperationException | RuntimeException | LinkageError notThere) {
            return null;
        }
    }

    /** The naming settings of the process and of the thread's loader, without the context that they ask for. */
    private static final class Settings extends InitialContext {

        Settings() throws NamingException {}

        /** Where a server's classes are that answer to schemes; null where nobody does. */
        @Nullable
        Object packages() {
            return myProps.get(Context.URL_PKG_PREFIXES);
        }

        /** Called by the constructor, which needs no answer. */
        @Override
        protected Context getDefaultInitCtx() {
            return this;
        }
    }
}
