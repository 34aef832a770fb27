package dev.larder.agent.core.key.text;

/**
 * Which values name their type in a key.
 *
 * <p>In every mode a value of the declared type contributes plainly. The modes differ in what becomes of the others, such
 * as a {@code Long} where {@code Object} is declared.
 */
public enum TypeNames {

    /** Every other value names its type. For keys that no other method makes: the default key. */
    ALWAYS {
        @Override
        boolean isNeeded(Object value, ValueForm form, DeclaredType declared) {
            return !declared.expects(form);
        }
    },

    /**
     * Another value names its type unless its text alone tells what it is, see {@link UnambiguousText}. For keys under which
     * something is stored: two values never make the same text, and the {@code Long} of a parameter declared as
     * {@code Object} makes the text that a parameter declared as {@code long} makes.
     */
    WHERE_AMBIGUOUS {
        @Override
        boolean isNeeded(Object value, ValueForm form, DeclaredType declared) {
            return !declared.expects(form) && !(declared.isOpen() && UnambiguousText.isOf(value));
        }
    },

    /**
     * No value names its type, other than parts of records and arrays, whose types these declare. For keys that are evicted:
     * it is the text that a method makes which declares the very type of the value. Two values may make the same text, so
     * nothing is stored under it.
     */
    NEVER {
        @Override
        boolean isNeeded(Object value, ValueForm form, DeclaredType declared) {
            return false;
        }
    },

    /**
     * A group names its type, and nothing in it does. For keys that are evicted: it is the text that a method makes which
     * declares a collection of the values' very type, without saying which kind.
     */
    GROUP {
        @Override
        boolean isNeeded(Object value, ValueForm form, DeclaredType declared) {
            return form instanceof CollectionForm || form instanceof MapForm;
        }

        @Override
        TypeNames inside() {
            return NEVER;
        }
    };

    abstract boolean isNeeded(Object value, ValueForm form, DeclaredType declared);

    /** What holds for the items of a value. */
    TypeNames inside() {
        return this;
    }
}
