package dev.larder.agent.core.codec.graph;

import dev.larder.agent.core.type.PlatformTypes;
import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of the JDK, which are restored as one that behaves like them. */
public enum EntryKind {
    /** Of a map, or made alone, that can be written to. In a copy it belongs to no map. */
    WRITABLE("w") {
        @Override
        public Map.Entry<@Nullable Object, @Nullable Object> build(@Nullable Object key, @Nullable Object value) {
            return new SimpleEntry<>(key, value);
        }
    },
    IMMUTABLE("i") {
        @Override
        public Map.Entry<@Nullable Object, @Nullable Object> build(@Nullable Object key, @Nullable Object value) {
            return new SimpleImmutableEntry<>(key, value);
        }
    },
    /** What {@link Map#entry} makes. */
    WITHOUT_NULL("n") {
        @Override
        public Map.Entry<@Nullable Object, @Nullable Object> build(@Nullable Object key, @Nullable Object value) {
            if (key == null || value == null) {
                throw new IllegalArgumentException("an entry with null");
            }
            return Map.entry(key, value);
        }
    };

    private static final Class<?> OF_MAP_ENTRY = Map.entry(0, 0).getClass();

    private final String code;

    EntryKind(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** The kind of an entry of the JDK; null for any other object. */
    public static @Nullable EntryKind of(Object value) {
        if (!(value instanceof Map.Entry<?, ?>) || !PlatformTypes.contains(value.getClass())) {
            return null;
        }
        if (value.getClass() == OF_MAP_ENTRY) {
            return WITHOUT_NULL;
        }
        boolean isImmutable = value instanceof SimpleImmutableEntry<?, ?>
                || value.getClass().getName().startsWith("java.util.Collections$Unmodifiable")
                || value.getClass().getName().equals("java.util.NullableKeyValueHolder");
        return isImmutable ? IMMUTABLE : WRITABLE;
    }

    public static @Nullable EntryKind ofCode(String code) {
        for (EntryKind kind : values()) {
            if (kind.code.equals(code)) {
                return kind;
            }
        }
        return null;
    }

    /**
     * Makes an entry.
     *
     * @throws IllegalArgumentException if the kind takes no such key or value
     */
    public abstract Map.Entry<@Nullable Object, @Nullable Object> build(@Nullable Object key, @Nullable Object value);
}
