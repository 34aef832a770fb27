package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyProperty;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.core.reads.ObjectReads;
import dev.larder.agent.core.reads.ReadField;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part that the objects of one class have in the keys of a method.
 *
 * <p><b>Threads.</b> Immutable.
 */
public final class ObjectKey {

    private final ObjectPart part;
    private final Class<?> owner;
    private final String signature;
    private final Consumer<RefusedMethod> refusals;

    private ObjectKey(ObjectPart part, Class<?> owner, String signature, Consumer<RefusedMethod> refusals) {
        this.part = part;
        this.owner = owner;
        this.signature = signature;
        this.refusals = refusals;
    }

    /**
     * Of the objects of a class.
     *
     * @param owner the woven class, whose body reads them
     * @param name of the method
     * @param erased its type, without the object
     * @param refusals receives what to warn of
     */
    public static ObjectKey of(
            Class<?> receiver,
            Class<?> owner,
            String name,
            MethodType erased,
            String signature,
            Consumer<RefusedMethod> refusals) {
        String descriptor = erased.toMethodDescriptorString();
        return new ObjectKey(ObjectPart.of(receiver, owner, name, descriptor), owner, signature, refusals);
    }

    /** The class in the source: see {@link ReceiverClasses}. */
    public Class<?> type() {
        return ReceiverClasses.standsFor(part.type(), owner);
    }

    /** Whether it is the class with the method. */
    public boolean isOwn() {
        return part.isOwn();
    }

    /** Whether the method runs code of a subclass of the method's class. */
    public boolean isOverridden() {
        return part.reads().isOverridden();
    }

    /** The static fields that the method reads. */
    public Set<ReadField> statics() {
        return part.reads().statics();
    }

    /** Whether the values that the object adds to a default key may change between two reads. */
    public boolean mayChange() {
        return part.mayChange();
    }

    public ObjectText text() {
        return new ObjectText(part);
    }

    /**
     * Warns of what a default key contains although that may not be meant.
     *
     * @throws KeyTemplateException if no default key can tell such objects apart
     */
    public void checkDefault() throws KeyTemplateException {
        KeyTemplateException refusal = part.refusal(signature);
        if (refusal != null) {
            throw refusal;
        }
        if (!part.changing().isEmpty()) {
            doubt(
                    "its key has '" + part.changing().get(0).name()
                            + "' of its object, which the method reads and changes, so that a call hardly"
                            + " finds what the last one has stored",
                    "Write a key without it, or keep it where another class changes it.");
        }
    }

    /** Warns of a written key for an enum constant that may change. */
    public void checkWritten() {
        ObjectPath settable = part.isEnum() ? part.settable() : null;
        if (settable != null) {
            doubt(
                    "it reads '" + settable.name()
                            + "' of its constant, which may change, so that a call may get what another"
                            + " process, or an earlier call, has returned",
                    "See that its key has {this." + settable.name() + "}, or make the field final.");
        }
    }

    private void doubt(String reason, String remedy) {
        refusals.accept(new RefusedMethod(RefusedMethod.Loss.NONE, signature, reason, remedy));
    }

    /** The check of each object; null if keys of the template distinguish them all. */
    public @Nullable ReceiverWatch watch(KeyTemplate template) {
        if (template.source().isEmpty()) {
            return part.mayDiffer() ? watchCollaborators() : null;
        }
        List<ObjectPath> left = leftOut(template);
        boolean isSilent = part.reads().isNothing() || (part.isEnum() ? isIn(template) : left.isEmpty());
        return isSilent ? null : ReceiverWatch.of(new OmittedFields(left, signature, refusals));
    }

    private ReceiverWatch watchCollaborators() {
        Map<ObjectPath, MethodHandle> exchanged = new LinkedHashMap<>();
        part.exchanged().forEach(place -> exchanged.put(place, place.reader()));
        SameCollaborators judge = new SameCollaborators(part, signature);
        return exchanged.isEmpty() ? ReceiverWatch.of(judge) : ReceiverWatch.of(judge, exchanged);
    }

    /** Whether the template contains something of the object. */
    public static boolean isIn(KeyTemplate template) {
        return template.placeholders().stream().anyMatch(KeyPart.Receiver.class::isInstance);
    }

    /** The plain fields that the method reads and that are in no placeholder; none for an enum constant. */
    private List<ObjectPath> leftOut(KeyTemplate template) {
        List<ObjectPath> left = new ArrayList<>(part.isEnum() ? List.of() : part.plain());
        for (KeyPart.Placeholder placeholder : template.placeholders()) {
            if (placeholder instanceof KeyPart.Receiver receiver) {
                List<Field> named = fieldsOf(receiver);
                left.removeIf(path -> named.contains(path.root()));
            }
        }
        return left;
    }

    /** The fields behind a property: the field itself, or those that its accessor reads. */
    private List<Field> fieldsOf(KeyPart.Receiver placeholder) {
        KeyProperty property;
        try {
            property = KeyProperty.find(owner, placeholder.path().get(0), true, placeholder.source());
        } catch (KeyTemplateException e) { // the compiler of the template says it
            return List.of();
        }
        if (property.member() instanceof Field field) {
            return List.of(field);
        }
        Method method = (Method) property.member();
        String descriptor = MethodType.methodType(method.getReturnType()).toMethodDescriptorString();
        ObjectReads reads = ObjectReads.of(part.type(), part.type(), method.getName(), descriptor);
        return reads.fields().stream()
                .map(read -> InstanceFields.find(part.type(), read))
                .filter(Objects::nonNull)
                .toList();
    }
}
