package dev.larder.agent.core.link.template;

import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.key.text.TypeNames;
import dev.larder.agent.core.type.TypeBindings;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import org.jspecify.annotations.Nullable;

/**
 * Renders values whose declared type has type variables, as if the method were declared in the class of the object it
 * is called on: the {@code K} of a {@code Repo<K>} is {@code Long} where that object is a {@code Repo<Long>}.
 *
 * <p><b>Why.</b> A default method {@code touch(K id)} has to evict the key under which {@code get(Long id)}, which
 * implements {@code get(K id)}, stores.
 *
 * <p><b>Threads.</b> Thread-safe. Data of a receiver's class are held by that class.
 */
final class ReceiverEncoder {

    private final Type declared;
    private final String place;
    private final TypeNames names;
    private final ClassValue<KeyEncoder> encoders = new ClassValue<>() {
        @Override
        protected KeyEncoder computeValue(Class<?> receiver) {
            return KeyEncoder.of(TypeBindings.boundBy(receiver, declared), place, names);
        }
    };

    private ReceiverEncoder(Type declared, String place, TypeNames names) {
        this.declared = declared;
        this.place = place;
        this.names = names;
    }

    /** Null if the type does not depend on the receiver. */
    static @Nullable ReceiverEncoder of(Type declared, String place, TypeNames names) {
        TypeVariable<?> variable = TypeBindings.variableIn(declared);
        return variable != null && isOfClass(variable) ? new ReceiverEncoder(declared, place, names) : null;
    }

    private static boolean isOfClass(TypeVariable<?> variable) {
        GenericDeclaration declaration = variable.getGenericDeclaration();
        return declaration instanceof Class;
    }

    /** The value's text in a key. */
    String text(Object receiver, @Nullable Object value) {
        return encoders.get(receiver.getClass()).text(value);
    }
}
