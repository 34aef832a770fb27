package dev.larder.agent.core.config.source;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@code larder.properties} of an application that is alone in its process: on the class path of the JVM, or
 * among the classes in the jar of {@code -jar}.
 *
 * <p><b>Threads.</b> Confined to one thread, perhaps inside class loading: it uses only the JDK's class loaders, which
 * run no application code, and opens jars itself.
 *
 * <p><b>Failure.</b> None: an unreadable file is returned with its problem.
 */
public final class ProcessFile {

    private static final List<String> NESTED = List.of("BOOT-INF/classes/", "WEB-INF/classes/");
    private static final String APP_LOADER = "jdk.internal.loader.ClassLoaders$AppClassLoader";

    private ProcessFile() {}

    /** Null if there is none. */
    public static @Nullable PackagedFile find(ConfigSources sources) {
        PackagedFile onClassPath = onClassPath();
        String jar = ApplicationFinder.launchedJar(sources.systemProperties());
        return onClassPath == null && jar != null ? inside(new File(jar)) : onClassPath;
    }

    private static @Nullable PackagedFile onClassPath() {
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        while (loader != null && !loader.getClass().getName().equals(APP_LOADER)) {
            loader = loader.getParent();
        }
        URL found = loader == null ? null : loader.getResource(PackagedFile.NAME);
        if (found == null) {
            return null;
        }
        String url = found.toExternalForm();
        if (url.startsWith("jar:file:") && url.contains("!/")) {
            File jar = new File(URI.create(url.substring("jar:".length(), url.indexOf("!/"))));
            return entry(jar, PackagedFile.NAME);
        }
        if (!url.startsWith("file:")) {
            return null; // a module with its own format
        }
        File file = new File(URI.create(url));
        return PackagedFile.read(file.getPath(), () -> new FileInputStream(file));
    }

    private static @Nullable PackagedFile inside(File jar) {
        for (String root : NESTED) {
            PackagedFile found = entry(jar, root + PackagedFile.NAME);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable PackagedFile entry(File path, String name) {
        try (JarFile jar = new JarFile(path, false)) {
            ZipEntry entry = jar.getEntry(name);
            return entry == null ? null : PackagedFile.read(path + "!/" + name, () -> jar.getInputStream(entry));
        } catch (IOException | SecurityException e) {
            return null; // the JVM would not run an application from it either
        }
    }
}
