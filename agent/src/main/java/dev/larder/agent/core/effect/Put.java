package dev.larder.agent.core.effect;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.StoredEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PutEffect} with what writes its values.
 *
 * @param owner the owner of its entries; null for none
 */
public record Put(
        PutEffect effect, ValueCodec codec, @Nullable EntryOwner owner) {

    /** Whether its entry is known only when the method has returned. */
    boolean needsResult() {
        return effect.key().needsResult() || effect.tags().stream().anyMatch(Template::needsResult);
    }

    /** Whether the method's body cannot change its entry. */
    boolean isFixed() {
        return effect.key().isFixed() && effect.tags().stream().allMatch(Template::isFixed);
    }

    /** Null if it cannot be rendered. */
    @Nullable
    String key(Rendering rendering) {
        List<String> key = rendering.whole(effect.key());
        return key == null ? null : key.get(0);
    }

    /** Null if the tags cannot be rendered. */
    @Nullable
    EntryId id(String key, Rendering rendering) {
        List<String> tags = new ArrayList<>();
        for (Template template : effect.tags()) {
            List<String> made = rendering.whole(template);
            if (made == null) {
                return null;
            }
            tags.addAll(made);
        }
        return new EntryId(key, codec.fingerprint(), tags, owner);
    }

    @Nullable
    Object value(@Nullable Object[] arguments, @Nullable Object result) {
        return effect.argument() == PutEffect.RESULT ? result : arguments[effect.argument()];
    }

    /** How long a value lives, before jitter; 0 when it is not to be stored. */
    long ttlMillis(@Nullable Object value) {
        return value == null ? effect.nullTtlMillis() : effect.ttlMillis();
    }

    StoredEntry entry(@Nullable Object value, boolean keepsReferences) throws CodecException {
        return keepsReferences && codec.isImmutable(value)
                ? new StoredEntry.SharedValue(value, owner)
                : new StoredEntry.Encoded(codec.encode(value));
    }

    /** Whether {@code value} would still make {@code entry}. */
    boolean stillMakes(StoredEntry entry, @Nullable Object value) {
        if (!(entry instanceof StoredEntry.Encoded encoded)) {
            return true; // it cannot change
        }
        try {
            return Arrays.equals(encoded.envelope(), codec.encode(value));
        } catch (CodecException changed) {
            return false;
        }
    }
}
