package dev.larder.agent.core.effect;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.codec.Sealing;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.effect.many.PutElements;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.write.LeasedPut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PutEffect} with what writes its values.
 *
 * <p><b>Threads.</b> Immutable.
 */
public final class Put {

    private final PutEffect effect;
    private final ValueCodec codec;
    private final @Nullable Sealing sealing;
    private final @Nullable EntryOwner owner;
    private final boolean needsResult;
    private final boolean isFixed;

    /** This and the next two are those of the effect; as fields, which shortens every put. */
    final int argument;

    private final long ttlMillis;

    /** Null if it stores one value. */
    final PutEffect.@Nullable Many many;

    /** @param owner the owner of its entries; null for none */
    public Put(PutEffect effect, ValueCodec codec, @Nullable EntryOwner owner) {
        this(effect, codec, null, owner);
    }

    /** @param sealing what encrypts its values for stores that others can read; null for nothing */
    public Put(PutEffect effect, ValueCodec codec, @Nullable Sealing sealing, @Nullable EntryOwner owner) {
        this.effect = effect;
        this.codec = codec;
        this.sealing = sealing;
        this.owner = owner;
        this.argument = effect.argument();
        this.ttlMillis = effect.ttlMillis();
        this.many = effect.many();
        this.needsResult = effect.key().needsResult()
                || effect.tags().stream().anyMatch(Template::needsResult)
                || (many != null && many.elements().needsResult());
        this.isFixed = effect.key().isFixed() && effect.tags().stream().allMatch(Template::isFixed);
    }

    /** Whether its entry is known only when the method has returned. */
    boolean needsResult() {
        return needsResult;
    }

    /** What makes its key. */
    Template key() {
        return effect.key();
    }

    /** Whether its keys and values are secret. */
    boolean isSensitive() {
        return effect.sensitive();
    }

    /** Whether the method's body runs later than its call. */
    public boolean isBehind() {
        return effect.behind();
    }

    /** Whether the method's body cannot change its entry. */
    boolean isFixed() {
        return isFixed;
    }

    /**
     * Its entry; null if the key or a tag cannot be rendered.
     *
     * @param keys gets the key, also if a tag cannot be rendered
     */
    @Nullable
    EntryId id(Rendering rendering, Set<String> keys) {
        List<String> key = rendering.whole(effect.key());
        if (key == null) {
            return null;
        }
        keys.addAll(key);
        List<String> tags = new ArrayList<>();
        for (Template template : effect.tags()) {
            List<String> made = rendering.whole(template);
            if (made == null) {
                return null;
            }
            tags.addAll(made);
        }
        return new EntryId(key.get(0), codec.fingerprint(), tags, owner);
    }

    /**
     * One of its entries; null if the key or a tag cannot be rendered.
     *
     * @param keys gets the key, also if a tag cannot be rendered
     */
    @Nullable
    EntryId id(PutElements elements, @Nullable Object element, Rendering rendering, Set<String> keys) {
        String key = key(elements, element, rendering, keys);
        if (key == null) {
            return null;
        }
        List<String> tags =
                rendering.of(effect.key(), (arguments, result) -> elements.tagsOf(arguments, result, element));
        return tags == null ? null : new EntryId(key, codec.fingerprint(), tags, owner);
    }

    /** The key of one of its entries; null if it cannot be rendered. Also added to {@code keys}. */
    @Nullable
    String key(PutElements elements, @Nullable Object element, Rendering rendering, Set<String> keys) {
        String key = rendering.of(effect.key(), (arguments, result) -> elements.keyOf(arguments, result, element));
        if (key != null) {
            keys.add(key);
        }
        return key;
    }

    /** Adds all keys that it is known to concern. */
    void addKeys(Rendering rendering, Set<String> keys) {
        if (many == null) {
            id(rendering, keys);
            return;
        }
        for (Object element : elements(many.elements(), rendering)) {
            id(many.elements(), element, rendering, keys);
        }
    }

    /** What it is for; empty if that cannot be read. */
    List<@Nullable Object> elements(PutElements elements, Rendering rendering) {
        List<@Nullable Object> all = rendering.of(effect.key(), elements::of);
        return all == null ? List.of() : all;
    }

    /** What the annotation names as the value. */
    @Nullable
    Object value(@Nullable Object[] arguments, @Nullable Object result) {
        return argument == PutEffect.RESULT ? result : arguments[argument];
    }

    /** A value for the store that granted {@code lease}; null if it is not to be stored. */
    @Nullable
    LeasedPut leased(EntryId id, Lease lease, @Nullable Object value) throws CodecException {
        long lastsMillis = value == null ? effect.nullTtlMillis() : ttlMillis;
        if (lastsMillis == 0) {
            return null;
        }
        Copies copies = lease.keepsReferences() ? codec.copies(value) : null;
        StoredEntry entry = copies == null
                ? new StoredEntry.Encoded(encoded(id.key(), value))
                : new StoredEntry.LocalValue(copies, owner);
        return new LeasedPut(id, lease, entry, lastsMillis, () -> stillMakes(id.key(), entry, value));
    }

    private byte[] encoded(String key, @Nullable Object value) throws CodecException {
        byte[] envelope = codec.encode(value);
        return sealing == null ? envelope : sealing.seal(envelope, key, codec.fingerprint());
    }

    /** Whether {@code value} would still make {@code entry}. */
    private boolean stillMakes(String key, StoredEntry entry, @Nullable Object value) {
        if (entry instanceof StoredEntry.Local local) {
            return local.copies().isLike(value);
        }
        try {
            byte[] stored = ((StoredEntry.Encoded) entry).envelope();
            byte[] envelope = sealing == null ? stored : sealing.open(stored, key, codec.fingerprint());
            return Arrays.equals(envelope, codec.encode(value));
        } catch (CodecException changed) {
            return false;
        }
    }
}
