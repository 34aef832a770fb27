package dev.larder.agent.core.key.text;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of an object may hold besides what an argument may be: a locale, a path and so on, and an {@code Optional}.
 *
 * <p><b>Shape.</b> Inside of another value the class always stands in front: {@code java.util.Locale!(de,!,DE,!)}. An
 * {@code Optional} has its value in parentheses, if there is one.
 */
record FieldForm(String tag, Function<Object, String> text) implements ValueForm {

    private static final ValueForm OPTIONAL = new OptionalForm();

    /** Null if such a value cannot be part of a key. */
    static @Nullable ValueForm of(Object value) {
        if (value instanceof Optional<?>) {
            return OPTIONAL;
        }
        Class<?> type = value.getClass();
        return FieldText.isOf(type) ? new FieldForm(FieldText.nameOf(type), FieldText::textOf) : null;
    }

    @Override
    public boolean isAlwaysNamed() {
        return true;
    }

    @Override
    public void write(Object value, DeclaredType declared, KeyWriter out) {
        out.append(text.apply(value));
    }

    private record OptionalForm() implements ValueForm {

        @Override
        public String tag() {
            return "java.util.Optional";
        }

        @Override
        public boolean isAlwaysNamed() {
            return true;
        }

        @Override
        public void write(Object value, DeclaredType declared, KeyWriter out) {
            out.append("(");
            ((Optional<?>) value).ifPresent(held -> out.write(held, declared.argument(0, 1)));
            out.append(")");
        }
    }
}
