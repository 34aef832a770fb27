package dev.larder.agent.core.type;

import dev.larder.agent.core.base.ClosedModules;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;

/** The private fields that hold the components of records. */
public final class RecordFields {

    private RecordFields() {}

    /** The component's field; accessible unless the record's module is closed. */
    public static Field of(RecordComponent component) {
        Class<?> owner = component.getDeclaringRecord();
        try {
            Field field = owner.getDeclaredField(component.getName());
            ClosedModules.reach(field);
            return field;
        } catch (NoSuchFieldException e) {
            // The compiler makes one for each component.
            throw new IncompatibleClassChangeError(owner.getName() + " has no field " + component.getName());
        }
    }
}
