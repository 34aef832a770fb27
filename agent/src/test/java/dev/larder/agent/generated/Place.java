package dev.larder.agent.generated;

/**
 * A type of the generated source, and how its values are written there.
 *
 * @param type as source
 * @param traits what it can be used for
 * @param values expressions for them
 */
record Place(String type, Traits traits, Values values) {

    /**
     * @param isKey whether values for different indexes differ, and by {@code equals}
     * @param isComparable whether a tree may be sorted by it
     * @param isEnum whether enum maps may have it as keys
     * @param isReifiable whether there are arrays of it
     */
    record Traits(boolean isKey, boolean isComparable, boolean isEnum, boolean isReifiable) {

        static final Traits PLAIN = new Traits(false, false, false, true);
        static final Traits GENERIC = new Traits(false, false, false, false);
        static final Traits KEY = new Traits(true, false, false, true);
        static final Traits SORTED_KEY = new Traits(true, true, false, true);
        static final Traits ENUM = new Traits(true, true, true, true);
    }

    /** The source of a value. */
    @FunctionalInterface
    interface Values {

        /**
         * @param index a small number; keys with different ones differ
         * @param isNullAllowed false where a collection refuses null
         */
        String value(int index, boolean isNullAllowed);
    }

    String value(int index) {
        return values.value(index, false);
    }

    String valueOrNull(int index) {
        return values.value(index, true);
    }
}
