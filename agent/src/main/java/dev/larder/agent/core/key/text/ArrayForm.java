package dev.larder.agent.core.key.text;

import java.lang.reflect.Array;

/** Arrays: their elements in order; bytes as hexadecimal digits. */
final class ArrayForm implements ValueForm {

    private final String tag;
    private final DeclaredType declaredArray;

    ArrayForm(Class<?> type) {
        this.tag = ValueForm.typeName(type);
        this.declaredArray = DeclaredType.of(type);
    }

    @Override
    public String tag() {
        return tag;
    }

    @Override
    public void write(Object value, DeclaredType declared, KeyWriter out) {
        if (value instanceof byte[] bytes) {
            out.checkRoom(2L * bytes.length);
            out.append(KeyText.of(bytes));
            return;
        }
        // An array of another type than declared, String[] for Object[], expects elements of its own type.
        DeclaredType own = declared.raw() == value.getClass() ? declared : declaredArray;
        DeclaredType component = own.argument(0, 1);
        // The class of an array of lists does not say what these hold.
        boolean isKnown = !(ValueForm.of(component.raw()) instanceof CollectionForm)
                && !(ValueForm.of(component.raw()) instanceof MapForm);
        out.append("(");
        for (int i = 0; i < Array.getLength(value); i++) {
            out.append(i == 0 ? "" : ",");
            if (isKnown) {
                out.writePart(Array.get(value, i), component);
            } else {
                out.write(Array.get(value, i), component);
            }
        }
        out.append(")");
    }
}
