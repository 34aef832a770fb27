package dev.larder.agent.core.key.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one contribution, within bounds.
 *
 * <p><b>Threads.</b> Confined to the call that made it.
 */
final class KeyWriter {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_VALUES = 1 << 20;

    private final StringBuilder text = new StringBuilder();
    private final String place;
    private final boolean isField;
    private TypeNames names;
    private int depth;
    private int values;
    private int writtenChars;

    /** @param isField whether it is for what an object holds in a field, which {@linkplain FieldForm may be more} */
    KeyWriter(String place, TypeNames names, boolean isField) {
        this.place = place;
        this.isField = isField;
        this.names = names;
    }

    /** Writes a value where one of type {@code declared} is expected. */
    void write(@Nullable Object value, DeclaredType declared) {
        values++;
        if (values > MAX_VALUES) {
            throw tooLarge("holds more than " + MAX_VALUES + " values");
        }
        if (value == null) {
            append(KeyText.NULL);
            return;
        }
        ValueForm form = formOf(value);
        if (form.isAlwaysNamed() || names.isNeeded(value, form, declared)) {
            append(form.tag());
            append("!");
        }
        names = names.inside();
        depth++;
        if (depth > MAX_DEPTH) {
            throw tooLarge("is nested more than " + MAX_DEPTH + " deep");
        }
        form.write(value, declared, this);
        depth--;
    }

    /** Writes a part whose type the class around it declares, so that it is declared the same wherever that class occurs. */
    void writePart(@Nullable Object value, DeclaredType declared) {
        TypeNames around = names;
        names = around == TypeNames.NEVER ? TypeNames.WHERE_AMBIGUOUS : around;
        write(value, declared);
        names = around;
    }

    private ValueForm formOf(Object value) {
        ValueForm form = ValueForm.ofValue(value);
        if (form == null && isField) {
            form = FieldForm.of(value);
        }
        if (form == null && OwnState.findsMore(value.getClass())) {
            throw OwnState.findingMore(value, place);
        }
        if (form == null) {
            String beside = OwnState.nameIn(value.getClass());
            throw new UnsupportedKeyException(
                    "a value of " + value.getClass().getName() + " in " + place
                            + (beside == null ? "" : ", which has '" + beside + "' beside its elements,")
                            + " cannot be part of a key",
                    depth == 0 ? KeyRemedy.instead(place, value.getClass()) : KeyRemedy.inside(place));
        }
        return form;
    }

    void append(String part) {
        checkRoom(part.length());
        text.append(part);
        writtenChars += part.length();
    }

    /** Fails when {@code chars} more would be too many; worth asking before making them. */
    void checkRoom(long chars) {
        if (writtenChars + chars > PercentEscape.MAX_CHARS) {
            throw tooLarge("takes more than " + PercentEscape.MAX_CHARS + " characters");
        }
    }

    private UnsupportedKeyException tooLarge(String clause) {
        return UnsupportedKeyException.inside(place, place + " " + clause + " and cannot be part of a key");
    }

    int length() {
        return text.length();
    }

    /** Takes back what was written since the text was {@code start} long. It still counts as written. */
    String cut(int start) {
        String cut = text.substring(start);
        text.setLength(start);
        return cut;
    }

    /** Writes a group of items that were cut, without counting them twice. */
    void pasteSorted(List<String> items) {
        items.sort(null);
        append("(");
        String separator = "";
        for (String item : items) {
            append(separator);
            text.append(item);
            separator = ",";
        }
        append(")");
    }

    String place() {
        return place;
    }

    String text() {
        return text.toString();
    }
}
