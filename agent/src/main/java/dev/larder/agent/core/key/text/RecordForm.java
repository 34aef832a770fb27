package dev.larder.agent.core.key.text;

import dev.larder.agent.core.type.RecordFields;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records: what their components hold, in the order of the components.
 *
 * <p><b>Why</b> the fields and not the accessors: an accessor may show less than its component holds, as one that masks a
 * card number does, and then two unequal records would make one key. No code of the application runs.
 *
 * <p><b>Failure.</b> {@link UnsupportedKeyException} on each call where the record's module is closed to the agent.
 */
record RecordForm(String tag, List<Component> components) implements ValueForm {

    private record Component(Field field, DeclaredType type) {}

    static RecordForm of(Class<?> type) {
        List<Component> components = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.add(new Component(RecordFields.of(component), DeclaredType.of(component.getGenericType())));
        }
        return new RecordForm(ValueForm.typeName(type), List.copyOf(components));
    }

    @Override
    public void write(Object value, DeclaredType declared, KeyWriter out) {
        out.append("(");
        for (int i = 0; i < components.size(); i++) {
            Component component = components.get(i);
            out.append(i == 0 ? "" : ",");
            out.writePart(read(component.field, value, out), component.type);
        }
        out.append(")");
    }

    private static @Nullable Object read(Field field, Object value, KeyWriter out) {
        try {
            return field.get(value);
        } catch (IllegalAccessException e) {
            String owner = field.getDeclaringClass().getName();
            throw new UnsupportedKeyException(
                    "the component " + field.getName() + " of the record " + owner + " in " + out.place()
                            + " cannot be read, as its module does not open its package to the agent",
                    "Add --add-opens " + field.getDeclaringClass().getModule().getName() + "/"
                            + field.getDeclaringClass().getPackageName() + "=ALL-UNNAMED to the JVM's options.");
        }
    }
}
