package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.key.text.UnsupportedKeyException;
import dev.larder.agent.core.type.Erasure;
import dev.larder.agent.core.type.TypeBindings;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The path to a value that an object holds: a field, or a field of data in a field, and so on.
 *
 * @param receiver the object's class
 * @param fields from the object on
 * @param holders the declared types of all but the last
 */
record ObjectPath(Class<?> receiver, List<Field> fields, List<Class<?>> holders) {

    /** Stands for a missing object on the path. No value contributes it. */
    private static final String ABSENT = "!~";

    /** The longest path: classes of data may refer to each other in circles. */
    static final int MAX_LENGTH = 4;

    private static final MethodHandle IS_AS_DECLARED = isAsDeclared();

    ObjectPath {
        fields = List.copyOf(fields);
        holders = List.copyOf(holders);
    }

    static ObjectPath of(Class<?> receiver, Field field) {
        return new ObjectPath(receiver, List.of(field), List.of());
    }

    ObjectPath to(Field field) {
        List<Field> longer = new ArrayList<>(fields);
        longer.add(field);
        List<Class<?>> around = new ArrayList<>(holders);
        around.add(declared());
        return new ObjectPath(receiver, longer, around);
    }

    /** The object's own field. */
    Field root() {
        return fields.get(0);
    }

    Field last() {
        return fields.get(fields.size() - 1);
    }

    boolean isOwn() {
        return fields.size() == 1;
    }

    boolean isLongest() {
        return fields.size() == MAX_LENGTH;
    }

    /** Whether a field on the path may be set, also by reflection, as frameworks do. */
    boolean isSettable() {
        return fields.stream().anyMatch(field -> !Modifier.isFinal(field.getModifiers()));
    }

    /** Whether the object there, or one inside of it, may be replaced. */
    boolean isExchangeable() {
        return isContainer() || isSettable();
    }

    /** Whether the value there may differ at the next call, even if the field is final. */
    boolean mayChange() {
        Class<?> declared = declared();
        return isSettable()
                || KnownTypes.isContainer(declared)
                || declared.isArray()
                || Collection.class.isAssignableFrom(declared)
                || Map.class.isAssignableFrom(declared)
                || Date.class.isAssignableFrom(declared)
                || KnownTypes.isStateful(declared);
    }

    /** As written in keys, templates and messages: {@code settings.currency}. */
    String name() {
        return fields.stream().map(Field::getName).collect(Collectors.joining("."));
    }

    /** Distinguishes it from a field of the same name in a superclass. */
    String fullName() {
        return fields.stream()
                .map(field -> field.getDeclaringClass().getName() + "." + field.getName())
                .collect(Collectors.joining("."));
    }

    /** Whether all of it can be read; a module may forbid it. */
    boolean open() {
        for (Field field : fields) {
            if (!InstanceFields.open(field)) {
                return false;
            }
        }
        return true;
    }

    String place() {
        return "{this." + name() + "}";
    }

    /** Whether the value there counts by what it contains. */
    boolean isContainer() {
        return declared().isArray() || KnownTypes.isContainer(declared());
    }

    /** What is there now; of what hides behind a subclass of a declared class that object itself. */
    HeldValue look(Object object) throws IllegalAccessException {
        Object holder = object;
        for (int i = 0; i < holders.size(); i++) {
            holder = fields.get(i).get(holder);
            if (holder == null || !isAsDeclared(holder, i)) {
                return HeldValue.of(holder);
            }
        }
        Object value = last().get(holder);
        return isContainer() ? HeldValue.ofContainer(value) : HeldValue.of(value);
    }

    /** From an object to the value there, unchanged. */
    MethodHandle reader() {
        return reader(0);
    }

    private MethodHandle reader(int index) {
        MethodHandle read =
                InstanceFields.getter(fields.get(index)).asType(MethodType.methodType(Object.class, Object.class));
        if (index == holders.size()) {
            return read;
        }
        MethodHandle inside = MethodHandles.guardWithTest(
                IS_AS_DECLARED.bindTo(holders.get(index)), reader(index + 1), MethodHandles.identity(Object.class));
        return MethodHandles.filterReturnValue(read, inside);
    }

    private static boolean isAsDeclared(Class<?> declared, @Nullable Object holder) {
        return holder != null
                && (holder.getClass() == declared || GeneratedBeans.isTheBean(holder.getClass(), declared));
    }

    /** The declared type of the last field, with its type variables bound. */
    Type type() {
        return typeOf(fields.size() - 1);
    }

    private Type typeOf(int index) {
        Type holder = index == 0 ? receiver : typeOf(index - 1);
        return TypeBindings.boundBy(holder, fields.get(index).getGenericType());
    }

    /** The class of {@link #type}: {@code Settings} of a field of the type S, where the object's class binds S to that. */
    Class<?> declared() {
        return Erasure.of(type());
    }

    FieldKind kind() {
        return FieldKind.of(type());
    }

    ObjectFields encoder() {
        return ObjectFields.of(type(), place());
    }

    /** Whether it was reached through a collaborator, as by a getter of one. */
    boolean isTold() {
        return IntStream.range(0, holders.size()).anyMatch(this::isOfCollaborator);
    }

    private boolean isOfCollaborator(int index) {
        return FieldKind.of(typeOf(index)) == FieldKind.OTHER;
    }

    /** The beginnings of the path at which there may be an object that {@linkplain #isTelling tells} nothing of itself. */
    Stream<ObjectPath> hiding() {
        Stream<ObjectPath> told = IntStream.range(0, holders.size())
                .filter(this::isOfCollaborator)
                .mapToObj(i -> new ObjectPath(receiver, fields.subList(0, i + 1), holders.subList(0, i)));
        return kind() == FieldKind.OPEN ? Stream.concat(told, Stream.of(this)) : told;
    }

    /** Whether the key contains what the value there holds, not only that there is a value. */
    boolean isTelling(@Nullable Object value) {
        return value == null
                || (kind() == FieldKind.OPEN ? ObjectFields.isInKey(value) : isAsDeclared(declared(), value));
    }

    private boolean isAsDeclared(Object holder, int index) {
        return isAsDeclared(holders.get(index), holder);
    }

    private static MethodHandle isAsDeclared() {
        try {
            return MethodHandles.lookup()
                    .findStatic(
                            ObjectPath.class,
                            "isAsDeclared",
                            MethodType.methodType(boolean.class, Class.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no isAsDeclared", e);
        }
    }

    private boolean isCollaborator(Object holder, int index) {
        return isOfCollaborator(index) && !GeneratedBeans.isOfManyBeans(holder.getClass(), holders.get(index));
    }

    /** What the value there contributes to a key. */
    String text(Object object, ObjectFields encoder) {
        try {
            Object holder = object;
            for (int i = 0; i < holders.size(); i++) {
                holder = fields.get(i).get(holder);
                if (holder == null) {
                    return ABSENT;
                }
                if (!isAsDeclared(holder, i)) {
                    return hidden(holder, i);
                }
            }
            return encoder.text(last().get(holder));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(last() + " was open before", e);
        }
    }

    /**
     * A subclass may answer from elsewhere than the code that was looked at, as what a framework puts in front of a bean does. Two
     * collaborators are then compared by reference.
     */
    private String hidden(Object holder, int index) {
        if (isCollaborator(holder, index)) {
            return ObjectFields.OPAQUE;
        }
        throw new UnsupportedKeyException(
                "a value of " + holder.getClass().getName() + " in {this."
                        + fields.get(index).getName() + "}, which is declared as "
                        + holders.get(index).getName() + " and may return something else, cannot be part of a key",
                "Write a key that has what the result depends on, such as " + place() + ".");
    }
}
