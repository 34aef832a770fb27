package dev.larder.agent.apps.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** Files that several processes have in their memory. */
final class SharedMemory {

    private SharedMemory() {}

    static ByteBuffer map(Path file, int size, OpenOption... further) {
        Set<OpenOption> options = new HashSet<>(Set.of(further));
        options.addAll(Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        try (FileChannel channel = FileChannel.open(file, options)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
