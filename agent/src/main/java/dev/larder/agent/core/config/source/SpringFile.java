package dev.larder.agent.core.config.source;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Reads one plain value from a Spring configuration file, without Spring.
 *
 * <p>Supports the part of YAML that a plain value needs: nested keys, dotted keys, comments and quotes, in the first
 * document.
 */
final class SpringFile {

    private SpringFile() {}

    private record Level(int indent, String path) {}

    /** Null if the file does not have it. */
    static @Nullable String valueOf(String key, String text, String fileName) {
        return fileName.endsWith(".properties") ? ofProperties(key, text) : ofYaml(key, text);
    }

    private static @Nullable String ofProperties(String key, String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException malformed) {
            return null;
        }
        return properties.getProperty(key);
    }

    private static @Nullable String ofYaml(String key, String text) {
        Deque<Level> levels = new ArrayDeque<>();
        boolean hasBegun = false;
        for (String line : text.lines().toList()) {
            String content = line.strip();
            if (content.startsWith("---") && hasBegun) {
                return null;
            }
            int colon = content.indexOf(':');
            if (content.startsWith("#") || colon <= 0) {
                continue;
            }
            hasBegun = true;
            int indent = line.indexOf(content);
            while (!levels.isEmpty() && levels.peek().indent >= indent) {
                levels.pop();
            }
            String name = unquoted(content.substring(0, colon).strip());
            String path = levels.isEmpty() ? name : levels.peek().path + "." + name;
            if (path.equals(key)) {
                return scalar(content.substring(colon + 1).strip());
            }
            levels.push(new Level(indent, path));
        }
        return null;
    }

    private static String scalar(String text) {
        if (text.startsWith("\"") || text.startsWith("'")) {
            int end = text.indexOf(text.charAt(0), 1);
            return end < 0 ? "" : text.substring(1, end);
        }
        int comment = text.indexOf(" #");
        return comment < 0 ? text : text.substring(0, comment).strip();
    }

    private static String unquoted(String name) {
        boolean isQuoted = name.length() > 1 && (name.startsWith("\"") || name.startsWith("'"));
        return isQuoted ? name.substring(1, name.length() - 1) : name;
    }
}
