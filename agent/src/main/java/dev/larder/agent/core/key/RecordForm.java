package dev.larder.agent.core.key;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records: what their accessors return, in the order of the components.
 *
 * <p>Accessors are made accessible, as a record need not be public. Where its module forbids that, each call says so.
 */
record RecordForm(String tag, List<Component> components) implements ValueForm {

    private record Component(Method accessor, DeclaredType type) {}

    static RecordForm of(Class<?> type) {
        List<Component> components = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            component.getAccessor().trySetAccessible();
            components.add(new Component(component.getAccessor(), DeclaredType.of(component.getGenericType())));
        }
        return new RecordForm(ValueForm.typeName(type), List.copyOf(components));
    }

    @Override
    public void write(Object value, DeclaredType declared, KeyWriter out) {
        out.append("(");
        for (int i = 0; i < components.size(); i++) {
            Component component = components.get(i);
            out.append(i == 0 ? "" : ",");
            out.write(read(component.accessor, value, out), component.type);
        }
        out.append(")");
    }

    private static @Nullable Object read(Method accessor, Object value, KeyWriter out) {
        try {
            return accessor.invoke(value);
        } catch (InvocationTargetException e) {
            throw KeyEncoder.unreadable(out.place(), Objects.requireNonNullElse(e.getCause(), e));
        } catch (IllegalAccessException e) {
            throw KeyEncoder.unreadable(out.place(), e);
        }
    }
}
