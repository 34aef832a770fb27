package dev.larder.agent.core.key.text;

import dev.larder.agent.core.reads.ShownFields;
import dev.larder.agent.core.type.PlatformTypes;
import dev.larder.agent.core.type.PropertyMembers;
import dev.larder.agent.core.type.Supertypes;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what an application's collection or map shows beside its elements, where its class keeps these in fields of its own: over a
 * skeleton of the JDK, such as {@code AbstractList}, or over nothing.
 *
 * <p><b>Rules.</b> Beside the elements is
 *
 * <ul>
 *   <li>a value, such as {@code int total}, whose field is not private, or that a method beside the contract or a class of the same
 *       file reads, unless it is what the contract is asked for by its name: a size that {@code size()} reads;
 *   <li>an object or a collection that such code reads and the contract's methods do not;
 *   <li>what {@code toString} or {@code equals} reads and no other of the contract's methods does: it is part of what the object is;
 *   <li>what among the contract's methods only questions about an element read, such as {@code get} of a map or {@code contains}: a
 *       default for what is not there, or what the answer depends on. An array, a collection or a map in a transient field is taken
 *       for an index that is made from the elements.
 * </ul>
 *
 * <p>A private value that other methods of the contract read is where the elements come from: the start of a window, a size. An
 * object or a collection in a transient field that only other code reads may be made from the elements, too.
 *
 * <p><b>Why</b> refused and not written into the key: such a value may also be where the elements come from. Then two equal lists
 * would make two keys, and an eviction that is given one of them would miss what was stored with the other.
 *
 * <p><b>Threads.</b> Thread-safe. What is known of a class is kept with it. Reads class files when a value of the class is first met.
 */
final class BesideElements {

    /**
     * Classes of these are written to be used by their contract, and have methods that a compiler or other classes of the library
     * call. Of their values only those count that anybody can ask for by name.
     */
    private static final List<String> LIBRARIES = List.of(
            "com.google.common.collect.",
            "com.google.gson.",
            "com.google.protobuf.",
            "groovy.",
            "io.netty.",
            "io.vavr.",
            "it.unimi.dsi.fastutil.",
            "kotlin.",
            "kotlinx.",
            "org.apache.catalina.",
            "org.apache.commons.",
            "org.apache.groovy.",
            "org.codehaus.groovy.",
            "org.eclipse.",
            "org.hibernate.",
            "org.springframework.",
            "scala.");

    /** Questions of the contract about an element, beside {@code get} of a map. */
    private static final Set<String> QUESTIONS =
            Set.of("contains", "containsAll", "containsKey", "containsValue", "getOrDefault", "indexOf", "lastIndexOf");

    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private static final ClassValue<Optional<String>> NAMES = new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> type) {
            return Optional.ofNullable(new BesideElements(type).find());
        }
    };

    private final Class<?> type;
    private final List<Class<?>> owners = new ArrayList<>();
    private final boolean isOverSkeleton;
    private final List<Method> contract = new ArrayList<>();
    private @Nullable ShownFields code;

    private BesideElements(Class<?> type) {
        this.type = type;
        Class<?> owner = type;
        while (owner != null && !PlatformTypes.hasJavaName(owner)) {
            owners.add(owner);
            owner = owner.getSuperclass();
        }
        this.isOverSkeleton = owner != null && owner != Object.class;
    }

    /** The name of a field beside the elements of a collection or map; null if it has none. */
    static @Nullable String nameIn(Class<?> type) {
        return isGroup(type) && !PlatformTypes.hasJavaName(type)
                ? NAMES.get(type).orElse(null)
                : null;
    }

    private @Nullable String find() {
        for (Class<?> owner : owners) {
            for (Field field : owner.getDeclaredFields()) {
                boolean isOfObject = !Modifier.isStatic(field.getModifiers());
                if (isOfObject && (isOfLibrary(owner) ? isAskedForByName(field) : isShown(field))) {
                    return field.getName();
                }
            }
        }
        return null;
    }

    private static boolean isOfLibrary(Class<?> owner) {
        return LIBRARIES.stream().anyMatch(owner.getName()::startsWith);
    }

    private boolean isAskedForByName(Field field) {
        boolean isContracts = isNameOfContract(field.getName());
        if (!isOverSkeleton
                || isContracts
                || (LeafForm.find(field.getType()) == null && !field.getType().isEnum())) {
            return false;
        }
        return (field.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0 || hasAccessor(field);
    }

    private boolean hasAccessor(Field field) {
        return new PropertyMembers(type, false).find(field.getName()) instanceof Method accessor
                && accessor.getReturnType() == field.getType()
                && !isNameOfContract(accessor.getName());
    }

    private boolean isNameOfContract(String name) {
        return Stream.concat(contract().stream(), Stream.of(Object.class.getDeclaredMethods()))
                .anyMatch(method -> method.getName().equals(name));
    }

    private boolean isShown(Field field) {
        String name = field.getName();
        boolean isElements = code().byContract().contains(name);
        boolean isRead = code().shown().contains(name) || (code().told().contains(name) && !isElements);
        boolean isQuestioned = code().questioned().contains(name);
        if (isValue(field.getType())) {
            boolean isOpen = !Modifier.isPrivate(field.getModifiers()) && !field.isSynthetic();
            boolean isBeside = isOpen || isRead || isQuestioned || (code().isUnknown() && !field.isSynthetic());
            return isBeside && !(isElements && isAnswerOfContract(field));
        }
        boolean mayBeDerived = Modifier.isTransient(field.getModifiers());
        if (isQuestioned) { // an index of the elements, which says that it is derived, or a default for what is not
            // there
            return !(mayBeDerived && isGroup(field.getType()));
        }
        return !mayBeDerived && isRead && !isElements;
    }

    private static boolean isGroup(Class<?> type) {
        return type.isArray() || Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }

    /** A size that {@code size()} is asked for, say: to see it is to see the elements. */
    private boolean isAnswerOfContract(Field field) {
        return contract().stream()
                .anyMatch(method -> method.getName().equals(field.getName())
                        && method.getParameterCount() == 0
                        && method.getReturnType() == field.getType());
    }

    private static boolean isValue(Class<?> declared) {
        boolean isRecord = declared.isRecord() && declared.getRecordComponents().length > 0;
        return isRecord || FieldText.isPlain(declared) || OPTIONALS.contains(declared);
    }

    private ShownFields code() {
        if (code == null) {
            code = ShownFields.of(type, owners, this::isOfContract, BesideElements::isQuestion);
        }
        return code;
    }

    /** The methods of the JDK's collections that the class is of: what another interface has comes from beside the elements. */
    private List<Method> contract() {
        if (contract.isEmpty()) {
            for (Class<?> above : Supertypes.of(type)) {
                boolean isGroup = Iterable.class.isAssignableFrom(above) || Map.class.isAssignableFrom(above);
                if (PlatformTypes.hasJavaName(above) && isGroup) {
                    Stream.of(above.getDeclaredMethods())
                            .filter(method -> !isOfEveryObject(method))
                            .forEach(contract::add);
                }
            }
        }
        return contract;
    }

    private static boolean isOfEveryObject(Method method) {
        return Stream.of(Object.class.getDeclaredMethods())
                .anyMatch(known -> known.getName().equals(method.getName())
                        && Arrays.equals(known.getParameterTypes(), method.getParameterTypes()));
    }

    private static boolean isQuestion(String method) {
        return method.startsWith("get(Ljava/lang/Object;)")
                || QUESTIONS.contains(method.substring(0, method.indexOf('(')));
    }

    /** Type variables may have been bound, so one reference is as good as another. */
    private boolean isOfContract(String method) {
        int open = method.indexOf('(');
        String shape = shapeOf(method.substring(open));
        return contract().stream()
                .anyMatch(known -> known.getName().equals(method.substring(0, open))
                        && shapeOf(known.getParameterTypes()).equals(shape));
    }

    private static String shapeOf(Class<?>[] parameters) {
        StringBuilder shape = new StringBuilder();
        for (Class<?> parameter : parameters) {
            shape.append(parameter.isPrimitive() ? parameter.descriptorString() : "L");
        }
        return shape.toString();
    }

    /** The parameters of a descriptor, each by one letter: that of a primitive type, or L for any other. */
    private static String shapeOf(String descriptor) {
        StringBuilder shape = new StringBuilder();
        for (int i = 1; descriptor.charAt(i) != ')'; i++) {
            char kind = descriptor.charAt(i);
            while (descriptor.charAt(i) == '[') {
                i++;
            }
            i = descriptor.charAt(i) == 'L' ? descriptor.indexOf(';', i) : i;
            shape.append(kind == '[' ? 'L' : kind);
        }
        return shape.toString();
    }
}
