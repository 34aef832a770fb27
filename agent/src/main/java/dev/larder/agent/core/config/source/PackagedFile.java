package dev.larder.agent.core.config.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code larder.properties} that an application has on its class path.
 *
 * @param origin such as {@code file /srv/shop/WEB-INF/classes/larder.properties}
 * @param entries empty if it cannot be read
 * @param problem why it cannot be read; null if it was
 */
public record PackagedFile(
        String origin,
        Map<String, String> entries,
        @Nullable String problem) {

    static final String NAME = "larder.properties";

    private static final int MAX_SHOWN_CHARS = 160;

    public PackagedFile {
        entries = Map.copyOf(entries);
    }

    /** @param path its location for the operator */
    static PackagedFile read(String path, Source source) {
        String origin = "file " + shown(path);
        try (InputStream in = source.open()) {
            return new PackagedFile(origin, ConfigFile.read(in), null);
        } catch (ConfigFile.UnfitContentException e) {
            return new PackagedFile(origin, Map.of(), e.getMessage());
        } catch (IOException | RuntimeException e) { // a class loader's own URL handler may throw anything
            return new PackagedFile(origin, Map.of(), "cannot be read");
        }
    }

    /** The end of a path is the more useful part. */
    private static String shown(String path) {
        String visible = path.replaceAll("\\p{Cntrl}", "?");
        int cut = visible.length() - MAX_SHOWN_CHARS;
        return cut <= 0 ? visible : "..." + visible.substring(cut);
    }

    /** Opens the file. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }
}
