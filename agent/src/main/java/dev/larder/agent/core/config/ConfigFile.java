package dev.larder.agent.core.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The file named by {@code larder.config}.
 *
 * <p><b>Shape.</b> {@link Properties}, in UTF-8. A relative path starts at the working directory.
 */
final class ConfigFile {

    private static final long MAX_BYTES = 1 << 20;

    private ConfigFile() {}

    static Map<String, String> read(String path) throws BadValueException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(readText(Path.of(path))));
        } catch (InvalidPathException e) {
            throw new BadValueException("is not a path");
        } catch (CharacterCodingException e) {
            throw new BadValueException("names a file that is not in UTF-8");
        } catch (IllegalArgumentException e) {
            throw new BadValueException("names a file with a malformed \\u escape");
        } catch (IOException e) {
            // The exception's message would repeat the path.
            throw new BadValueException("names a file that cannot be read");
        }
        Map<String, String> texts = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name, "")));
        return texts;
    }

    private static String readText(Path path) throws IOException, BadValueException {
        // A pipe or a device could keep the application from starting for ever.
        if (!Files.isRegularFile(path)) {
            throw new BadValueException("names no regular file");
        }
        if (Files.size(path) > MAX_BYTES) {
            throw new BadValueException("names a file of more than " + UnitScale.SIZES.format(MAX_BYTES));
        }
        String text = Files.readString(path);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
