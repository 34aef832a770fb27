package dev.larder.agent.bridge;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Isolates the core and its libraries from the application and its libraries.
 *
 * <p><b>Shape.</b>
 *
 * <pre>
 *   platform loader  &lt;----  this loader           core/** of the agent's jar, without the prefix "core/"
 *          ^                    |
 *          |                    v  dev.larder.agent.bridge.* only
 *   system loader  (application, bridge, launcher)
 * </pre>
 *
 * <p><b>Threads.</b> Parallel capable: it never holds one class's lock while it waits for another's.
 *
 * <p><b>Failure.</b> The jar is opened once and stays open, so that it can be deleted while the application runs. If it
 * is overwritten in place, the checksum of every entry detects damaged code, and the class is not found.
 */
public final class AgentClassLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final String ZONE = "core/";
    private static final String BRIDGE = "dev.larder.agent.bridge.";
    private static final String CORE = "dev.larder.agent.core.";

    /** Lettuce and Netty would initialize it in every process, for unused events. */
    private static final String FLIGHT_RECORDER = "jdk.jfr.";

    private static final ProtectionDomain DOMAIN = AgentClassLoader.class.getProtectionDomain();

    private final JarFile jar;
    private final ResourceHandler handler = new ResourceHandler();

    /** For the jar that contains this class. Called by the launcher. */
    public AgentClassLoader() throws IOException, ClassNotFoundException, URISyntaxException {
        this(new File(DOMAIN.getCodeSource().getLocation().toURI()));
    }

    /** Opens {@code jar} for as long as the JVM runs, and loads everything the bridge consists of. */
    AgentClassLoader(File jar) throws IOException, ClassNotFoundException {
        super("larder", getPlatformClassLoader());
        this.jar = new JarFile(jar);
        Class.forName(BRIDGE + "Bootstrap", true, AgentClassLoader.class.getClassLoader());
        Class.forName(BRIDGE + "Programmatic", true, AgentClassLoader.class.getClassLoader());
        Class.forName(ResourceConnection.class.getName(), true, AgentClassLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(BRIDGE)) {
            return Class.forName(name, false, AgentClassLoader.class.getClassLoader());
        }
        if (name.startsWith(CORE)) {
            return own(name);
        }
        if (name.startsWith(FLIGHT_RECORDER)) {
            throw new ClassNotFoundException(name);
        }
        return super.loadClass(name, resolve);
    }

    /** Without delegation to the parents, which cannot have it. */
    private Class<?> own(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            byte[] bytes = read(name.replace('.', '/') + ".class");
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length, DOMAIN);
        } catch (IOException e) {
            throw new ClassNotFoundException(name + " cannot be read from the agent's jar", e);
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        if (jar.getJarEntry(ZONE + name) == null) {
            return null;
        }
        try {
            return new URL("larder", null, -1, "/" + name, handler);
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e); // cannot happen, since the handler is given
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL resource = findResource(name);
        return Collections.enumeration(resource == null ? List.of() : List.of(resource));
    }

    private byte @Nullable [] read(String name) throws IOException {
        JarEntry entry = jar.getJarEntry(ZONE + name);
        if (entry == null) {
            return null;
        }
        byte[] bytes;
        try (InputStream in = jar.getInputStream(entry)) {
            bytes = in.readAllBytes();
        }
        checkUndamaged(entry, bytes);
        return bytes;
    }

    private static void checkUndamaged(JarEntry entry, byte[] bytes) throws ZipException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (crc.getValue() != entry.getCrc()) {
            throw new ZipException(entry.getName() + " has changed since the application started");
        }
    }

    /**
     * Opens resources without a URL scheme that the application could resolve, and without the JVM-wide cache of jars.
     */
    private final class ResourceHandler extends URLStreamHandler {

        @Override
        protected URLConnection openConnection(URL url) {
            return new ResourceConnection(url);
        }
    }

    private final class ResourceConnection extends URLConnection {

        private ResourceConnection(URL url) {
            super(url);
        }

        @Override
        public void connect() {
            connected = true;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            byte[] bytes = read(url.getPath().substring(1));
            if (bytes == null) {
                throw new IOException("The agent's jar has no " + url.getPath());
            }
            return new ByteArrayInputStream(bytes);
        }
    }
}
