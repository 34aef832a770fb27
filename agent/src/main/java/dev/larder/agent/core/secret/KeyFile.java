package dev.larder.agent.core.secret;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * The keys in force: those that the file had when it could last be used.
 *
 * <p>What a file must not change is the key that names are made with: until all processes have the new one, some would not
 * find what they are to evict.
 *
 * <p><b>Threads.</b> Thread-safe; one thread, which does nothing else, {@linkplain #look looks} at the file.
 *
 * <p><b>Failure.</b> A file that cannot be used is reported once, until it changes again; the keys from before stay.
 */
final class KeyFile {

    private static final int MAX_BYTES = 64 << 10;

    private static final int LOOKS_OF_A_REPLACEMENT = 3;

    /** What tells one content from the next, as far as that can be told without reading it. */
    private record Stamp(
            FileTime modified, long size, @Nullable Object file) {}

    private final String path;

    /** Published to all that encrypt. */
    private volatile KeyRing inForce;

    /** Only of the thread that looks; null if there was no file. */
    private @Nullable Stamp seen;

    /** Only of the thread that looks: how often it has found no file since it last found one, up to the bound. */
    private int looksWithout;

    private KeyFile(String path, @Nullable Stamp seen, KeyRing inForce) {
        this.path = path;
        this.seen = seen;
        this.inForce = inForce;
    }

    static KeyFile open(String path) throws BadKeysException {
        Stamp stamp = stamp(path); // before the content, which is read again if it changes in between
        return new KeyFile(path, stamp, read(path));
    }

    KeyRing inForce() {
        return inForce;
    }

    /** Reads the file if it has changed. */
    void look() {
        Stamp now = stamp(path);
        if (now == null) {
            sayIfItStaysAway();
            return;
        }
        looksWithout = 0;
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            replace(read(path));
        } catch (BadKeysException e) {
            AgentLog.say(Message.KEYS_NOT_REPLACED.of(path, e.getMessage()));
        }
    }

    /** Not at the first look, since it may be being replaced. */
    private void sayIfItStaysAway() {
        if (looksWithout < LOOKS_OF_A_REPLACEMENT && ++looksWithout == LOOKS_OF_A_REPLACEMENT) {
            AgentLog.say(Message.KEYS_NOT_REPLACED.of(path, "it is not there any more, or cannot be reached"));
        }
    }

    private void replace(KeyRing read) throws BadKeysException {
        if (!read.hasDigestOf(inForce)) {
            throw new BadKeysException(
                    "names of entries would be made with another key, since its digest line has changed, or"
                            + " without such a line its last one has");
        }
        inForce = read;
        AgentLog.say(Message.KEYS_REPLACED.of(path, read.writingId(), read.size()));
    }

    private static @Nullable Stamp stamp(String path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException | InvalidPathException | SecurityException e) {
            return null;
        }
    }

    private static KeyRing read(String path) throws BadKeysException {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new BadKeysException("it is larger than 64 KB");
            }
            return KeyRing.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new BadKeysException("it is not in UTF-8");
        } catch (IOException | InvalidPathException | SecurityException e) {
            throw new BadKeysException("it cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
