package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.SharedCopies;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.copy.Prototype;
import dev.larder.agent.core.codec.graph.Arrivals;
import dev.larder.agent.core.codec.graph.GraphComparison;
import dev.larder.agent.core.codec.graph.ImmutabilityProof;
import dev.larder.agent.core.codec.json.scalar.Scalars;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import dev.larder.agent.core.type.BoundType;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/**
 * The codec of one declared type.
 *
 * <p>A value is read back and compared with the original if it is one of the first, if it has a class that no compared
 * value had, if it has a cycle, since constructors of records may have seen objects without their content, and otherwise once
 * in {@value #SAMPLE}. After a value that could not be read, the next ones count as the first again: what was stored may have
 * been this codec's.
 *
 * <p><b>Failure.</b> Everything that is thrown becomes a {@link CodecException}, also by hash codes and constructors of
 * the application, except when the JVM is out of memory. Neither message nor cause contains a value: messages of
 * Jackson and of constructors may, so they are omitted.
 */
final class JsonCodec implements ValueCodec {

    private static final int ALWAYS_COMPARED = 3;
    private static final int SAMPLE = 256;
    private static final boolean CAN_COPY = Prototype.isSupported();

    private final BoundType type;
    private final Shape root;
    private final JsonStreams streams;
    private final int maxBytes;
    private final int deflateAbove;
    private final long maxCopyBytes;
    private final String fingerprint;
    private final RefusedCopies refusals = new RefusedCopies();
    private final AtomicLong trusted = new AtomicLong();
    /** Classes that the shapes or the closed tables have, so the codec holds them anyway. */
    private final Set<Class<?>> comparedClasses = ConcurrentHashMap.newKeySet();

    /** @param deflateAbove the largest envelope that is stored as it is */
    JsonCodec(BoundType type, Shape root, JsonStreams streams, int maxBytes, int deflateAbove, long maxCopyBytes) {
        this.type = type;
        this.root = root;
        this.streams = streams;
        this.maxBytes = maxBytes;
        this.deflateAbove = deflateAbove;
        this.maxCopyBytes = maxCopyBytes;
        this.fingerprint = Fingerprint.of(Envelope.FORMAT_VERSION, root);
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public byte[] encode(@Nullable Object value) throws CodecException {
        try {
            byte[] envelope = write(value);
            return envelope.length > deflateAbove ? Deflation.deflated(envelope) : envelope;
        } catch (CodecException e) {
            throw failure("write", e);
        } catch (JacksonException e) {
            throw e.getCause() instanceof EnvelopeStream.Full
                    ? failure("write", Envelope.tooLarge(maxBytes))
                    : failure("write", e.getClass().getName());
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            throw failure("write", e.getClass().getName());
        }
    }

    @Override
    public @Nullable Object decode(byte[] envelope) throws CodecException {
        try {
            return read(envelope, null);
        } catch (CodecException e) {
            if (!e.isOfUnmetClass()) {
                trusted.set(0);
            }
            throw failure("read", e);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            trusted.set(0);
            throw failure("read", e.getClass().getName());
        }
    }

    @Override
    public @Nullable Copies copies(@Nullable Object value) throws CodecException {
        if (CAN_COPY) {
            Copies scalar = Prototype.ofScalar(value, maxCopyBytes);
            return scalar == null ? copied(value) : scalar;
        }
        return isImmutable(value) ? new SharedCopies(value, 0) : null;
    }

    private Copies copied(@Nullable Object value) throws CodecException {
        if (refusals.isSkipped()) {
            return refusals.again();
        }
        try {
            Copies copies = Prototype.of(value, maxCopyBytes);
            refusals.ended();
            return copies;
        } catch (CodecException refused) {
            refusals.add(refused);
            throw refused;
        }
    }

    private static boolean isImmutable(@Nullable Object value) {
        try {
            return ImmutabilityProof.holds(value, Scalars::isImmutable);
        } catch (RuntimeException | LinkageError | StackOverflowError doubt) {
            return false;
        }
    }

    private byte[] write(@Nullable Object value) throws CodecException {
        if (value == null && root.isNullable()) {
            return Envelope.ofNull();
        }
        if (value instanceof byte[] bytes && root.isBytes()) {
            return Envelope.ofBytes(bytes, maxBytes);
        }
        ValueWriter writer = streams.writers.take();
        try {
            byte[] envelope = writeJson(value, writer);
            if (writer.hasCycles() || isDue(writer.classes())) {
                compare(value, envelope);
                comparedClasses.addAll(writer.classes());
            }
            trusted.incrementAndGet();
            return envelope;
        } finally {
            writer.close();
            streams.writers.give(writer);
        }
    }

    private byte[] writeJson(@Nullable Object value, ValueWriter writer) throws CodecException {
        EnvelopeStream stream = streams.envelopes.take();
        stream.open(maxBytes);
        try {
            try (JsonGenerator generator = streams.json.createGenerator(ObjectWriteContext.empty(), stream)) {
                writer.open(generator);
                writer.value(root, value);
            }
            return stream.toEnvelope();
        } finally {
            stream.release();
            streams.envelopes.give(stream);
        }
    }

    private boolean isDue(Set<Class<?>> classes) {
        long count = trusted.get();
        return count < ALWAYS_COMPARED || count % SAMPLE == 0 || !comparedClasses.containsAll(classes);
    }

    private void compare(@Nullable Object value, byte[] envelope) throws CodecException {
        Arrivals arrivals = new Arrivals();
        Object copy = read(envelope, arrivals);
        String difference = GraphComparison.difference(value, copy, arrivals);
        if (difference != null) {
            throw new CodecException("it does not survive; at " + difference);
        }
    }

    /** Reads a value; {@code arrivals}, if not null, records the order of elements for {@link GraphComparison}. */
    private @Nullable Object read(byte[] envelope, @Nullable Arrivals arrivals) throws CodecException {
        return switch (Envelope.kindOf(envelope, maxBytes)) {
            case Envelope.NULL -> readNull();
            case Envelope.BYTES -> readBytes(envelope);
            case Envelope.JSON -> readJson(envelope, arrivals);
            case Envelope.DEFLATED -> read(Deflation.inflated(envelope, maxBytes), arrivals);
            default -> throw new CodecException("an envelope of unknown kind");
        };
    }

    private @Nullable Object readNull() throws CodecException {
        if (!root.isNullable()) {
            throw new CodecException("null for a primitive");
        }
        return null;
    }

    private byte[] readBytes(byte[] envelope) throws CodecException {
        if (!root.isBytes()) {
            throw new CodecException("bytes for something else");
        }
        return Envelope.bytesOf(envelope);
    }

    private @Nullable Object readJson(byte[] envelope, @Nullable Arrivals arrivals) throws CodecException {
        ValueReader reader = streams.readers.take();
        int length = envelope.length - Envelope.HEADER_BYTES;
        try (JsonParser parser =
                streams.json.createParser(ObjectReadContext.empty(), envelope, Envelope.HEADER_BYTES, length)) {
            reader.open(parser, arrivals);
            Object value = reader.nextValue(root);
            reader.requireEnd();
            VarHandle.releaseFence(); // whoever gets it by a race sees the final fields, as after a constructor
            return value;
        } finally {
            reader.close();
            streams.readers.give(reader);
        }
    }

    private CodecException failure(String verb, String reason) {
        return failure(verb, new CodecException(reason));
    }

    private CodecException failure(String verb, CodecException cause) {
        return cause.after("Cannot " + verb + " a " + type + ": ");
    }
}
