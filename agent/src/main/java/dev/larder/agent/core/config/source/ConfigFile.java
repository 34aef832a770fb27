package dev.larder.agent.core.config.source;

import dev.larder.agent.core.config.BadValueException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The file that {@code larder.config} names, and the format of all configuration files.
 *
 * <p><b>Shape.</b> {@link Properties}, in UTF-8. A relative path is resolved against the working directory.
 */
public final class ConfigFile {

    private static final long MAX_BYTES = 1 << 20;

    private ConfigFile() {}

    /** Reads the file at {@code path}. */
    public static Map<String, String> read(String path) throws BadValueException {
        try {
            return parse(bytes(Path.of(path)));
        } catch (UnfitContentException e) {
            throw new BadValueException("names a file that " + e.getMessage());
        } catch (InvalidPathException e) {
            throw new BadValueException("is not a path");
        } catch (IOException e) {
            // The exception's message would repeat the path.
            throw new BadValueException("names a file that cannot be read");
        }
    }

    /** Reads {@code content}. */
    static Map<String, String> read(InputStream in) throws IOException, UnfitContentException {
        byte[] bytes = in.readNBytes((int) MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw tooLarge();
        }
        return parse(bytes);
    }

    private static Map<String, String> parse(byte[] bytes) throws IOException, UnfitContentException {
        Properties properties = new Properties();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            properties.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
        } catch (CharacterCodingException e) {
            throw new UnfitContentException("is not in UTF-8");
        } catch (IllegalArgumentException e) {
            throw new UnfitContentException("has a malformed \\u escape");
        }
        Map<String, String> texts = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name, "")));
        return texts;
    }

    private static byte[] bytes(Path path) throws IOException, BadValueException, UnfitContentException {
        // Reading a pipe or a device could block the application's start for ever.
        if (!Files.isRegularFile(path)) {
            throw new BadValueException("names no regular file");
        }
        if (Files.size(path) > MAX_BYTES) {
            throw tooLarge();
        }
        return Files.readAllBytes(path);
    }

    private static UnfitContentException tooLarge() {
        return new UnfitContentException("has more than " + (MAX_BYTES >> 20) + "MB");
    }

    /** Describes a problem with the content, completing "the file". */
    static final class UnfitContentException extends Exception {

        private static final long serialVersionUID = 1;

        UnfitContentException(String problem) {
            super(problem);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
