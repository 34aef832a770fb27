package dev.larder.agent.core.key.text;

import org.junit.jupiter.api.Named;

/** What is in keys for collections, for tests. */
final class CollectionKeys {

    private CollectionKeys() {}

    /** A collection as an argument of a test that its display name should tell. */
    static Named<Object> named(Object value) {
        return Named.of(value.getClass().getSimpleName(), value);
    }

    /** What is in a key for {@code value}, where a parameter is declared as {@code declared}. */
    static String text(Class<?> declared, Object value) {
        return KeyEncoder.of(declared, "{0}", TypeNames.WHERE_AMBIGUOUS).text(value);
    }
}
