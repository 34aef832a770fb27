package dev.larder.agent.core.config.source;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Finds the name of the application that a process runs: by {@code spring.application.name} as a system property, as an
 * environment variable or in the application's own files; by the title in the manifest of the jar it was started from;
 * by its main class.
 *
 * <p><b>Threads.</b> Confined to one thread. Opens at most one jar, and uses no class loader: a thread that waits for
 * this may hold the lock of an application's loader.
 *
 * <p><b>Failure.</b> None: an unreadable source is skipped.
 */
public final class ApplicationFinder {

    private static final String SPRING_NAME = "spring.application.name";
    private static final String SPRING_VARIABLE = "SPRING_APPLICATION_NAME";
    private static final List<String> FILES = List.of("application.properties", "application.yml", "application.yaml");
    private static final List<String> ROOTS = List.of("BOOT-INF/classes/", "WEB-INF/classes/", "");
    private static final long MAX_BYTES = 1 << 20;

    /** Main classes of launchers, which many applications share. */
    private static final Pattern LAUNCHER = Pattern.compile(
            "(?:org\\.springframework\\.boot\\.loader|org\\.apache\\.catalina|org\\.eclipse\\.jetty|org\\.jboss\\.modules"
                    + "|io\\.quarkus\\.bootstrap|io\\.openliberty|com\\.ibm\\.ws|org\\.glassfish|com\\.sun\\.enterprise"
                    + "|org\\.apache\\.karaf|org\\.eclipse\\.equinox)\\..*");

    private final Map<String, String> properties;
    private final Map<String, String> environment;

    private ApplicationFinder(ConfigSources sources) {
        this.properties = sources.systemProperties();
        this.environment = sources.environment();
    }

    /** {@link Application#UNKNOWN} if no source has a name. */
    public static Application find(ConfigSources sources) {
        return new ApplicationFinder(sources).find();
    }

    private Application find() {
        Application found = named(properties.get(SPRING_NAME), "the system property " + SPRING_NAME);
        if (found == null) {
            found = named(environment.get(SPRING_VARIABLE), "the environment variable " + SPRING_VARIABLE);
        }
        if (found == null) {
            String jar = launchedJar(properties);
            found = jar == null ? ofClassPath() : ofJar(Path.of(jar));
        }
        return found == null ? Application.UNKNOWN : found;
    }

    private static @Nullable Application named(@Nullable String name, String origin) {
        return name == null || name.isBlank() || name.contains("${") ? null : new Application(name.trim(), origin);
    }

    /** The jar of {@code -jar}, which is then the whole class path; null without one. */
    static @Nullable String launchedJar(Map<String, String> properties) {
        String classPath = properties.getOrDefault("java.class.path", "");
        String command = properties.getOrDefault("sun.java.command", "");
        boolean isLaunched = command.equals(classPath) || command.startsWith(classPath + " ");
        return isLaunched && classPath.endsWith(".jar") ? classPath : null;
    }

    private String command() {
        return properties.getOrDefault("sun.java.command", "");
    }

    private @Nullable Application ofClassPath() {
        Application named = ofDirectories();
        return named == null ? ofMainClass(command().split(" ", 2)[0]) : named;
    }

    /** As {@code Main} or, of a module, {@code shop/shop.Main}. */
    private static @Nullable Application ofMainClass(String main) {
        String name = main.substring(main.lastIndexOf('/') + 1);
        return LAUNCHER.matcher(name).matches() ? null : named(name, "the main class");
    }

    /** Jars are not searched: an application that is started from directories has its files there. */
    private @Nullable Application ofDirectories() {
        for (String entry : properties.getOrDefault("java.class.path", "").split(File.pathSeparator, -1)) {
            for (String file : FILES) {
                Application found = ofFile(entry, file);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable Application ofFile(String directory, String name) {
        try {
            Path file = Path.of(directory, name);
            boolean isReadable = !directory.isEmpty() && Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES;
            return isReadable ? ofSpring(Files.readString(file), name) : null;
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    private static @Nullable Application ofSpring(String text, String file) {
        return named(SpringFile.valueOf(SPRING_NAME, text, file), SPRING_NAME + " in " + file);
    }

    private static @Nullable Application ofJar(Path path) {
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            for (String root : ROOTS) {
                for (String file : FILES) {
                    Application found = ofEntry(jar, root, file);
                    if (found != null) {
                        return found;
                    }
                }
            }
            return ofManifest(jar.getManifest());
        } catch (IOException | SecurityException e) {
            return null;
        }
    }

    private static @Nullable Application ofEntry(JarFile jar, String root, String file) throws IOException {
        ZipEntry entry = jar.getEntry(root + file);
        if (entry == null || entry.getSize() > MAX_BYTES) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return ofSpring(new String(in.readNBytes((int) MAX_BYTES), StandardCharsets.UTF_8), file);
        }
    }

    private static @Nullable Application ofManifest(@Nullable Manifest manifest) {
        if (manifest == null) {
            return null;
        }
        Attributes attributes = manifest.getMainAttributes();
        Application titled =
                named(attributes.getValue(Attributes.Name.IMPLEMENTATION_TITLE), "the title in the jar's manifest");
        if (titled != null) {
            return titled;
        }
        Application started = named(attributes.getValue("Start-Class"), "the start class in the jar's manifest");
        String main = attributes.getValue(Attributes.Name.MAIN_CLASS);
        return started == null && main != null ? ofMainClass(main.trim()) : started;
    }
}
