package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.text.FieldText;
import dev.larder.agent.core.key.text.KeyText;
import dev.larder.agent.core.reads.ObjectReads;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What in an object decides the results of one method that is called on it, as far as its class shows.
 *
 * <p><b>Rule.</b> A record counts as it is, and so does an enum constant, with what the method reads of it that may change. Of any other object count its class, if it is not the one
 * that has the method, and the {@linkplain FieldKind#PLAIN plain} values that the method's own code reads, in its fields or in
 * data that these hold; of an entity also its id. Data that cannot be part of a key is {@linkplain #refusal a reason to refuse}.
 * Collaborators are no part of a key: {@link ReceiverWatch} ensures that objects with different collaborators do not share an
 * entry.
 *
 * @param type the class whose code runs; for a proxy, the class behind it
 * @param isOwn whether the object counts as one of the class with the method
 * @param isWhole whether the whole object is in the key: a record or an enum constant
 * @param reads what the code reads
 * @param plain the fields whose values are in the key
 * @param others the fields with collaborators that the code uses
 * @param inner fields with further collaborators, in objects whose code could be followed
 * @param held data that the code reads and that cannot be part of a key
 * @param changed what the code writes
 * @param unseen whether it reads what Larder cannot read, such as the state of a collection that the class extends
 * @param ids the entity's id, among {@code plain}; empty if it is no entity
 */
record ObjectPart(
        Class<?> type,
        boolean isOwn,
        boolean isWhole,
        ObjectReads reads,
        List<ObjectPath> plain,
        List<Field> others,
        List<ObjectPath> inner,
        List<ObjectPath> held,
        List<ObjectPath> changed,
        boolean unseen,
        List<ObjectPath> ids) {

    private static final Comparator<ObjectPath> IN_EVERY_JVM =
            Comparator.comparing(ObjectPath::name).thenComparing(ObjectPath::fullName);

    ObjectPart {
        plain = plain.stream().sorted(IN_EVERY_JVM).toList();
        others = List.copyOf(others);
        inner = List.copyOf(inner);
        held = held.stream().sorted(IN_EVERY_JVM).toList();
        changed = List.copyOf(changed);
        ids = List.copyOf(ids);
    }

    /**
     * Of the objects of a class.
     *
     * @param owner whose body reads them
     * @param name of the method
     */
    static ObjectPart of(Class<?> receiver, Class<?> owner, String name, String descriptor) {
        Class<?> counted = ReceiverClasses.standsFor(receiver, owner);
        boolean isOwn = counted == owner;
        boolean isWhole = counted.isRecord() || counted.isEnum();
        Class<?> type = counted.isEnum() ? receiver : counted; // a constant with a body has code and fields of its own
        ObjectReads reads = ObjectReads.of(type, owner, name, descriptor);
        List<ObjectPath> ids = reads.isNothing()
                ? List.of()
                : EntityIds.of(type).stream().map(id -> ObjectPath.of(type, id)).toList();
        ReadPaths paths = ReadPaths.of(type, reads, ids);
        List<ObjectPath> plain = paths.plain();
        if (!ids.isEmpty() && plain.containsAll(ids)) { // what hangs on an entity belongs to it, and may be lazy
            plain = plain.stream().filter(ObjectPart::isOfEntity).toList();
        }
        return new ObjectPart(
                type,
                isOwn,
                isWhole,
                reads,
                plain,
                paths.others(),
                paths.inner(),
                paths.held(),
                paths.changed(),
                paths.unseen(),
                ids);
    }

    /** Whether it belongs to the entity's own row, as an embedded value does and another entity's field does not. */
    private static boolean isOfEntity(ObjectPath path) {
        boolean isApart = path.isTold() || path.fields().stream().anyMatch(EntityIds::isAssociation);
        return path.isOwn()
                || (!isApart
                        && path.holders().stream()
                                .allMatch(holder -> EntityIds.of(holder).isEmpty()));
    }

    boolean isEnum() {
        return Enum.class.isAssignableFrom(type);
    }

    /** Whether nothing but its class counts. */
    boolean isConstant() {
        return plain.isEmpty() && !isWhole;
    }

    /** Whether it is an entity that says by its id which one it is: what hangs on it belongs to that. */
    boolean isIdentified() {
        return !ids.isEmpty() && plain.containsAll(ids);
    }

    /**
     * Why no default key can tell such objects apart; null if one can, or if only collaborators tell them apart.
     *
     * @param signature of the method, for the remedy
     */
    @Nullable
    KeyTemplateException refusal(String signature) {
        String reason = reasonOf();
        return reason == null
                ? null
                : new KeyTemplateException(
                        reason,
                        "Write a key that has what the result depends on, such as " + exampleOf()
                                + "; if nothing of the object does, "
                                + (signature.endsWith("()")
                                        ? "a fixed text."
                                        : "one of the arguments alone, such as {0}."));
    }

    private String exampleOf() {
        if (isEnum()) {
            return "{this." + Objects.requireNonNull(outsideOfKey()) + "}";
        }
        return held.isEmpty()
                ? "{this.x} for a property x of it"
                : "{this." + held.get(0).name() + ".x} for a property x of it";
    }

    private @Nullable String reasonOf() {
        if (isEnum()) {
            String mutable = outsideOfKey();
            return mutable == null
                    ? null
                    : "it reads '" + mutable + "' of its constant, which may change, and no default key can have that";
        }
        if (isWhole || isIdentified()) {
            return null;
        }
        if (!held.isEmpty()) {
            ObjectPath first = held.get(0);
            return "it reads '" + first.name() + "' of its object, which holds data of "
                    + first.type().getTypeName() + ", and no default key can have that";
        }
        boolean isStateHidden = unseen && !Proxy.isProxyClass(type);
        return isStateHidden
                ? "its result depends on what its object, of " + type.getName() + ", holds and nobody can look at"
                : null;
    }

    /** What the code reads of an enum constant that may change and that no key can have; null for nothing. */
    private @Nullable String outsideOfKey() {
        for (ObjectPath path : held) {
            if (path.mayChange()) {
                return path.name();
            }
        }
        return exchanged().stream().map(ObjectPath::name).findFirst().orElse(null);
    }

    /** A field of an enum constant that the code reads and other code may set; null if there is none. */
    @Nullable
    ObjectPath settable() {
        return Stream.concat(plain.stream(), held.stream())
                .filter(path -> path.isSettable() || path.declared().getName().startsWith("java.util.concurrent."))
                .findFirst()
                .orElse(null);
    }

    /** What a key has by name: of an enum constant what may change, beside the constant itself; of a record nothing. */
    List<ObjectPath> fields() {
        return isWhole
                ? plain.stream().filter(path -> isEnum() && path.mayChange()).toList()
                : plain;
    }

    /** Whether what a key has of an object may be another thing at the next look. */
    boolean mayChange() {
        Stream<ObjectPath> counting =
                isWhole && !isEnum() ? FieldKind.dataFieldsOf(type).stream().map(this::to) : fields().stream();
        return counting.anyMatch(path -> path.isSettable() || !FieldText.isFixed(path.declared()));
    }

    private ObjectPath to(Field field) {
        return ObjectPath.of(type, field);
    }

    /** Whether two objects may differ in what is no part of a key. */
    boolean mayDiffer() {
        return !isWhole && !isIdentified() && (unseen || !collaborators().isEmpty());
    }

    /** Where the code finds collaborators, and other objects that the key does not tell. */
    List<ObjectPath> collaborators() {
        return Stream.of(others.stream().map(this::to), inner.stream(), hiding().stream())
                .flatMap(paths -> paths)
                .distinct()
                .toList();
    }

    /**
     * Where there may be something else at the next call: in a field that is not final, and in a container. A field that no code
     * seems to set may be set by reflection, by a {@code VarHandle} or by another class.
     */
    List<ObjectPath> exchanged() {
        return collaborators().stream()
                .filter(path -> path.isExchangeable() && !isSetByItself(path))
                .toList();
    }

    /** Whether the code takes data from there and uses it for nothing else. */
    boolean isOnlyRead(ObjectPath place) {
        return !inner.contains(place) && !(place.isOwn() && others.contains(place.root()));
    }

    /** Where a value that the key has, as a rule, may be a collaborator, which it then does not have. */
    private List<ObjectPath> hiding() {
        return plain.stream().flatMap(ObjectPath::hiding).toList();
    }

    /** Whether the method makes it when it first needs it, say, from what it reads besides. */
    private boolean isSetByItself(ObjectPath place) {
        return changed.contains(place);
    }

    /** Whether a key has everything that is data in the fields of the object. */
    boolean isAllInKey() {
        return data().stream().allMatch(plain::contains);
    }

    /** Whether code sets data in the fields of an object that is in use and that a key does not have. */
    boolean mayChangeUnseen() {
        return data().stream().anyMatch(path -> !plain.contains(path) && path.isSettable());
    }

    /** Whether there is data in the fields of the object, be it read or not. */
    boolean holdsData() {
        return !data().isEmpty();
    }

    private List<ObjectPath> data() {
        return FieldKind.dataFieldsOf(type).stream()
                .map(field -> ObjectPath.of(type, field))
                .filter(path -> path.kind() != FieldKind.OTHER)
                .toList();
    }

    /** In front of the fields in a key; empty for the class that has the method. */
    String className() {
        String name = ReceiverClasses.nameOf(type);
        return isOwn ? "" : KeyText.of(name.indexOf('.') < 0 ? "." + name : name) + "!";
    }

    /** The path's name in a key: with the classes where two have the same. */
    String nameOf(ObjectPath path) {
        long same =
                plain.stream().filter(other -> other.name().equals(path.name())).count();
        return same < 2 ? path.name() : path.fullName();
    }

    /** What of the key the method itself writes. */
    List<ObjectPath> changing() {
        return (isEnum() ? fields() : plain).stream().filter(changed::contains).toList();
    }
}
