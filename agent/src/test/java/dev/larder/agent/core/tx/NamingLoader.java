package dev.larder.agent.core.tx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.spi.InitialContextFactory;

/**
 * A context class loader with a naming service in it, as a server gives its applications: threads that have it find what
 * is bound, and nothing of the JVM is changed.
 */
public final class NamingLoader extends ClassLoader {

    private static final String PROPERTIES = "jndi.properties";

    final Map<String, Object> bound = new ConcurrentHashMap<>();

    NamingLoader() {
        super(NamingLoader.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals(PROPERTIES)
                ? Collections.enumeration(Collections.singleton(properties()))
                : super.getResources(name);
    }

    /** For JDKs that ask for one. */
    @Override
    public InputStream getResourceAsStream(String name) {
        return name.equals(PROPERTIES) ? content() : super.getResourceAsStream(name);
    }

    private static InputStream content() {
        return new ByteArrayInputStream((Context.INITIAL_CONTEXT_FACTORY + "=" + Factory.class.getName())
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    @SuppressWarnings("deprecation") // its successor came after 17
    private static URL properties() throws IOException {
        return new URL(null, URI.create("memory:" + PROPERTIES).toString(), new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return new URLConnection(url) {
                    @Override
                    public void connect() {}

                    @Override
                    public InputStream getInputStream() {
                        return content();
                    }
                };
            }
        });
    }

    /** Looks where the calling thread's loader says. */
    public static final class Factory implements InitialContextFactory {

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) {
            return (Context) Proxy.newProxyInstance(
                    Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                        if (!method.getName().equals("lookup")) {
                            return null;
                        }
                        NamingLoader loader =
                                (NamingLoader) Thread.currentThread().getContextClassLoader();
                        Object found = loader.bound.get(arguments[0]);
                        if (found == null) {
                            throw new NameNotFoundException(String.valueOf(arguments[0]));
                        }
                        return found;
                    });
        }
    }
}
