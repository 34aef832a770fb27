package dev.larder.agent.core.link.template;

import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.key.text.TypeNames;
import dev.larder.agent.core.type.TypeBindings;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import org.jspecify.annotations.Nullable;

/**
 * Renders values whose declared type has type variables of the method's class, as if the method stood in the class of the
 * object it is called on: the {@code K} of a {@code Repo<K>} is {@code Long} where that object is a {@code Repo<Long>}.
 *
 * <p><b>Why.</b> A default method {@code touch(K id)} has to make the key of the {@code get(Long id)} that implements
 * {@code get(K id)} beside it, or what it evicts is not what that caches.
 *
 * <p><b>Threads.</b> Thread-safe. What is known of a receiver's class is kept with that class.
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

    /** Null if no receiver has a part in what the type is. */
    static @Nullable ReceiverEncoder of(Type declared, String place, TypeNames names) {
        TypeVariable<?> variable = TypeBindings.variableIn(declared);
        return variable != null && isOfClass(variable) ? new ReceiverEncoder(declared, place, names) : null;
    }

    private static boolean isOfClass(TypeVariable<?> variable) {
        GenericDeclaration declaration = variable.getGenericDeclaration();
        return declaration instanceof Class;
    }

    /** What the value contributes to a key. */
    String text(Object receiver, @Nullable Object value) {
        return encoders.get(receiver.getClass()).text(value);
    }
}
