package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.Sealing;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.StoredEntry;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One method's results as entries, and back.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class StoredResults {

    private final ResultType type;
    private final ValueCodec codec;

    /** Encrypts what is encoded; null for nothing. */
    private final @Nullable Sealing sealing;

    private final MethodStats stats;
    private final MethodWarnings warnings;

    /** Of the type and of the codec; a hit reads them. */
    private final @Nullable EntryOwner owner;

    private final String fingerprint;

    StoredResults(
            ResultType type, ValueCodec codec, @Nullable Sealing sealing, MethodStats stats, MethodWarnings warnings) {
        this.type = type;
        this.codec = codec;
        this.sealing = sealing;
        this.stats = stats;
        this.warnings = warnings;
        this.owner = type.owner();
        this.fingerprint = codec.fingerprint();
    }

    /** The same for another owner. */
    StoredResults of(@Nullable EntryOwner owner) {
        return new StoredResults(new ResultType(type.type(), type.nullable(), owner), codec, sealing, stats, warnings);
    }

    /** The same for what {@code others} writes, which may be of a narrower type. */
    StoredResults of(Class<?> result, ValueCodec others) {
        Class<?> narrower = type.type().isAssignableFrom(result) ? result : type.type();
        return new StoredResults(new ResultType(narrower, type.nullable(), owner), others, sealing, stats, warnings);
    }

    @Nullable
    EntryOwner owner() {
        return owner;
    }

    String fingerprint() {
        return fingerprint;
    }

    /** @param near as in {@link EntryId} */
    EntryId id(String key, List<String> tags, boolean near) {
        return new EntryId(key, fingerprint, tags, owner, near);
    }

    /** The value of {@code entry}, or a {@link Miss} when this method cannot use it. */
    @Nullable
    Object read(StoredEntry entry, String key) {
        Object value;
        if (entry instanceof StoredEntry.Local local) {
            value = local.owner() == owner ? local.value() : new Miss(key, false);
        } else {
            StoredEntry.Encoded encoded = (StoredEntry.Encoded) entry;
            value = decode(encoded.envelope(), key);
            if (encoded.fill() != null) {
                keepNear(value, encoded.fill());
            }
        }
        return Miss.isMiss(value) || type.accepts(value) ? value : new Miss(key, false);
    }

    private void keepNear(@Nullable Object value, StoredEntry.NearFill fill) {
        if (Miss.isMiss(value) || !type.accepts(value) || !fill.begin()) {
            return;
        }
        try {
            Copies copies = codec.copies(value);
            if (copies != null) { // null if this JVM does not let objects be copied
                fill.keep(new StoredEntry.LocalValue(copies, owner));
            }
        } catch (CodecException uncopied) {
            AgentLog.debug(() -> "No copy is kept of an entry: " + uncopied.getMessage());
        }
    }

    private @Nullable Object decode(byte[] envelope, String key) {
        try {
            return codec.decode(sealing == null ? envelope : sealing.open(envelope, key, fingerprint));
        } catch (CodecException e) {
            stats.recordDecodeFailure();
            if (!e.isOfUnmetClass()) {
                warnings.entry(e);
            }
            return new Miss(key, false);
        }
    }

    /** An element of a result as it is now; the element itself if it is immutable. */
    Object copy(Object element) throws CodecException {
        Copies copies = codec.copies(element);
        Object copy = copies == null ? null : copies.copy();
        if (copy == null) { // this JVM does not let objects be copied
            copy = ((List<?>) Objects.requireNonNull(codec.decode(codec.encode(Collections.singletonList(element)))))
                    .get(0);
        }
        return Objects.requireNonNull(copy);
    }

    /** {@code result} as an entry under {@code key} for a store that does or does not keep references. */
    StoredEntry write(@Nullable Object result, boolean keepsReferences, String key) throws CodecException {
        Copies copies = keepsReferences ? codec.copies(result) : null;
        if (copies == null) {
            byte[] envelope = codec.encode(result);
            return new StoredEntry.Encoded(sealing == null ? envelope : sealing.seal(envelope, key, fingerprint));
        }
        return new StoredEntry.LocalValue(copies, owner);
    }
}
