package dev.larder.agent.core.codec.graph;

import dev.larder.agent.core.base.ClosedModules;
import dev.larder.agent.core.codec.heap.ConstructorlessCreation;
import dev.larder.agent.core.codec.heap.Heap;
import dev.larder.agent.core.result.OneShotResults;
import dev.larder.agent.core.type.PlatformTypes;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state of an application class's objects, and makes an object with a given state.
 *
 * <p>The state is every instance field, including private, inherited, final and transient ones, but for what belongs to a session
 * of Hibernate. A record is made by its
 * canonical constructor. An object of any other class is made without running an application constructor, and then its
 * fields are set: side effects of a constructor belong to the original object, not to its copies.
 *
 * <p><b>Threads.</b> Immutable. Kept by the class it describes, through a {@link ClassValue}.
 */
public final class ObjectState {

    private static final ClassValue<ObjectState> KNOWN = new ClassValue<>() {
        @Override
        protected ObjectState computeValue(Class<?> type) {
            return describe(type);
        }
    };

    /** From this version on, reflection that sets a final field is warned about or denied (JEP 500). */
    private static final int FINAL_MEANS_FINAL = 26;

    private final @Nullable UnfitClass refusal;
    private final List<StateField> fields;
    private final @Nullable Constructor<?> constructor;
    private final boolean allFinal;
    /** For a record, the position of each constructor parameter in {@link #fields}; otherwise empty. */
    private final int[] componentOrder;

    private ObjectState(
            @Nullable UnfitClass refusal,
            List<StateField> fields,
            @Nullable Constructor<?> constructor,
            int[] componentOrder) {
        this.refusal = refusal;
        this.fields = fields;
        this.constructor = constructor;
        this.allFinal =
                fields.stream().allMatch(field -> Modifier.isFinal(field.field().getModifiers()));
        this.componentOrder = componentOrder;
    }

    public static ObjectState of(Class<?> type) {
        return KNOWN.get(type);
    }

    /** Null if objects of this class can be read and made. */
    public @Nullable UnfitClass refusal() {
        return refusal;
    }

    /** In the order of their names; empty if the class is refused. */
    public List<StateField> fields() {
        return fields;
    }

    public boolean isAllFinal() {
        return allFinal;
    }

    public boolean isRecord() {
        return constructor != null && constructor.getDeclaringClass().isRecord();
    }

    /** Makes an object of a class that is no record, without a constructor; its fields are 0 or null. */
    public Object allocate() throws ReflectiveOperationException {
        return constructor(false).newInstance();
    }

    /**
     * Makes a record by reflection, where {@link Heap} is closed.
     *
     * @param values one for each of {@link #fields()}, in their order
     * @throws ReflectiveOperationException if its constructor threw
     * @throws IllegalArgumentException if a value does not fit its field
     */
    public Object createRecord(@Nullable Object[] values) throws ReflectiveOperationException {
        return constructor(true).newInstance(inComponentOrder(values));
    }

    private Constructor<?> constructor(boolean ofRecord) {
        if (constructor == null || constructor.getDeclaringClass().isRecord() != ofRecord) {
            throw new IllegalStateException(ofRecord ? "not a record: " + refusal : "a record: " + refusal);
        }
        return constructor;
    }

    /** Makes records of this class, which is one. */
    public RecordMaker recordMaker() {
        Constructor<?> canonical = constructor(true);
        List<Field> components = new ArrayList<>();
        for (int position : componentOrder) {
            components.add(fields.get(position).field());
        }
        return new RecordMaker(canonical, components);
    }

    private @Nullable Object[] inComponentOrder(@Nullable Object[] values) {
        @Nullable Object[] arguments = new Object[values.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = values[componentOrder[i]];
        }
        return arguments;
    }

    private static ObjectState describe(Class<?> type) {
        try {
            UnfitClass refusal = refusalOf(type);
            return refusal != null ? refused(refusal) : accessible(type);
        } catch (LinkageError | TypeNotPresentException | ReflectiveOperationException e) {
            return refused(new UnfitClass(
                    "refers to a class that cannot be loaded (" + e.getClass().getSimpleName() + ")",
                    "Put what it was compiled with on the class path, or return a record of what callers need."));
        }
    }

    private static ObjectState refused(UnfitClass refusal) {
        return new ObjectState(refusal, List.of(), null, new int[0]);
    }

    private static @Nullable UnfitClass refusalOf(Class<?> type) {
        if (PlatformTypes.contains(type)) {
            return new UnfitClass(
                    "is a JDK type that is not stored", "Return what is in it, such as a text or a record.");
        }
        if (OneShotResults.isOneShot(type)) {
            return new UnfitClass(
                    "can be used only once, or stands for a resource", "Return what it gives, such as a List.");
        }
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return new UnfitClass(
                    "is an interface or abstract, and the method's signature does not name the class behind it",
                    "Declare the class itself, or make the type sealed.");
        }
        if (type.isHidden() || type.isSynthetic() || Proxy.isProxyClass(type)) {
            return UnfitClass.asItIs("is a lambda, a proxy or otherwise generated while the program ran");
        }
        if (type.isAnonymousClass() || isInner(type)) {
            return new UnfitClass(
                    "is an inner, local or anonymous class, whose objects hold on to their surroundings",
                    "Make it a static nested class or a record.");
        }
        return refusalOfSuperclasses(type);
    }

    private static boolean isInner(Class<?> type) {
        boolean isStatic = Modifier.isStatic(type.getModifiers()) || type.isRecord();
        return !isStatic && (type.isLocalClass() || type.isMemberClass());
    }

    private static @Nullable UnfitClass refusalOfSuperclasses(Class<?> type) {
        for (Class<?> parent = type.getSuperclass(); parent != null; parent = parent.getSuperclass()) {
            if (PlatformTypes.contains(parent)
                    && instanceFields(parent).findAny().isPresent()) {
                return UnfitClass.asItIs("extends " + parent.getName() + ", whose fields are the JDK's own");
            }
        }
        return null;
    }

    private static ObjectState accessible(Class<?> type) throws ReflectiveOperationException {
        List<StateField> fields = fieldsOf(type);
        UnfitClass refusal = refusalWithoutHeap(type, fields);
        if (refusal != null) {
            return refused(refusal);
        }
        Constructor<?> constructor = type.isRecord() ? canonical(type) : constructorless(type);
        boolean open = constructor == null || ClosedModules.reach(constructor);
        for (StateField field : fields) {
            open &= ClosedModules.reach(field.field());
        }
        return open
                ? new ObjectState(null, fields, constructor, componentOrder(type, fields))
                : refused(new UnfitClass(
                        "is in a module whose package this JVM does not open to the agent",
                        "Write opens " + type.getPackageName() + " in its module-info.java."));
    }

    /** Null where objects are made and set through {@link Heap}, which runs no code of theirs either. */
    private static @Nullable Constructor<?> constructorless(Class<?> type) throws ReflectiveOperationException {
        return Heap.isOpen() ? null : ConstructorlessCreation.of(type);
    }

    /** What reflection alone cannot make. */
    private static @Nullable UnfitClass refusalWithoutHeap(Class<?> type, List<StateField> fields) {
        if (Heap.isOpen() || type.isRecord()) {
            return null;
        }
        if (!ConstructorlessCreation.isSupported()) {
            return new UnfitClass(
                    "cannot be made without its constructor, because the module jdk.unsupported is absent",
                    "Add --add-modules jdk.unsupported to the JVM's options, in an image of jlink the module itself, or return a record.");
        }
        boolean isClosed = Runtime.version().feature() >= FINAL_MEANS_FINAL
                && fields.stream()
                        .anyMatch(field -> Modifier.isFinal(field.field().getModifiers()));
        return isClosed
                ? new UnfitClass("has final fields, which this JVM does not let an agent set", "Return a record.")
                : null;
    }

    private static List<StateField> fieldsOf(Class<?> type) {
        List<StateField> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            instanceFields(owner).forEach(field -> {
                String name = field.getName();
                while (!names.add(name)) {
                    name += "^";
                }
                fields.add(new StateField(name, field));
            });
        }
        fields.sort(Comparator.comparing(StateField::name));
        return List.copyOf(fields);
    }

    private static Stream<Field> instanceFields(Class<?> type) {
        return Stream.of(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !HibernateState.isLeftOut(field));
    }

    private static Constructor<?> canonical(Class<?> type) throws NoSuchMethodException {
        Class<?>[] parameters = Stream.of(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        return type.getDeclaredConstructor(parameters);
    }

    private static int[] componentOrder(Class<?> type, List<StateField> fields) {
        if (!type.isRecord()) {
            return new int[0];
        }
        List<String> names = fields.stream().map(StateField::name).toList();
        return Stream.of(type.getRecordComponents())
                .mapToInt(component -> names.indexOf(component.getName()))
                .toArray();
    }
}
