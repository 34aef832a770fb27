package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.copy.layout.Layout;
import dev.larder.agent.core.codec.copy.layout.Sizes;
import dev.larder.agent.core.codec.copy.layout.Slot;
import dev.larder.agent.core.codec.heap.Heap;
import org.jspecify.annotations.Nullable;

/**
 * How much memory the parts of one {@link Prototype} take, about, and the limit.
 *
 * <p><b>Threads.</b> Confined to the walk.
 *
 * <p><b>Failure.</b> {@link CodecException} once there are more bytes than the limit.
 */
final class ByteCount {

    private final long most;
    private long bytes;

    ByteCount(long most) {
        this.most = most;
    }

    long bytes() {
        return bytes;
    }

    /** From zero, with the same limit. */
    ByteCount again() {
        return new ByteCount(most);
    }

    void add(long more) throws CodecException {
        bytes += more;
        if (bytes > most) {
            throw new CodecException(
                    ": it takes more than " + most + " bytes in memory",
                    "Return less, or raise larder.memory.max-bytes, of which one entry may take a tenth.");
        }
    }

    /** Refuses so much more before it is copied. */
    void requireRoom(long more) throws CodecException {
        add(more);
        bytes -= more;
    }

    void addScalar(Object value) throws CodecException {
        add(Sizes.of(value));
    }

    /** An object, with the texts and numbers that it refers to. */
    void addObject(Object value, Layout layout) throws CodecException {
        add(layout.bytesOf(value));
        for (Slot slot : layout.orders()) {
            addShared(Heap.get(value, slot.offset()));
        }
    }

    /** What all copies share is not copied, but it takes memory, and what it has may not be copyable. */
    void addShared(@Nullable Object shared) throws CodecException {
        if (shared == null) {
            return;
        }
        ByteCount counting = new ByteCount(most);
        try {
            new PrototypeBuilder(counting).build(shared);
        } catch (CodecException uncopyable) {
            // it is counted as far as that
        }
        add(counting.bytes);
    }
}
