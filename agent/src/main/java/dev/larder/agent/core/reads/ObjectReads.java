package dev.larder.agent.core.reads;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the code of one method reads from the object it is called on, itself or through methods that it calls on that object.
 *
 * <p><b>Rule.</b> If the object is passed to code that cannot be followed, or if its class file is missing, {@link #everything}
 * may be read. A value that is only written back to its own field, as in {@code calls++}, does not count as read: it decides
 * nothing.
 *
 * @param fields those that are known to be read
 * @param asked those on whose values methods are called
 * @param changed those that the same code writes
 * @param statics the static fields whose values it uses, of any class
 * @param everything whether any other field may be read as well
 * @param isOverridden whether it runs code of a subclass of the method's class
 */
public record ObjectReads(
        Set<ReadField> fields,
        Set<AskedField> asked,
        Set<ReadField> changed,
        Set<ReadField> statics,
        boolean everything,
        boolean isOverridden) {

    public ObjectReads {
        fields = Set.copyOf(fields);
        asked = Set.copyOf(asked);
        changed = Set.copyOf(changed);
        statics = Set.copyOf(statics);
    }

    /** Whether the object has any part in what the method does. */
    public boolean isNothing() {
        return fields.isEmpty() && asked.isEmpty() && !everything;
    }

    /**
     * Of a method's body on an object.
     *
     * @param receiver the object's class, whose overrides count
     * @param owner the class or interface that has, or inherits, the body
     * @param descriptor of the method, as class files write it
     */
    public static ObjectReads of(Class<?> receiver, Class<?> owner, String name, String descriptor) {
        return new BodyWalk(receiver, false).from(owner, name, descriptor);
    }

    /** Of a static method, of which no more is looked at than its own body. */
    public static ObjectReads ofStatic(Class<?> owner, String name, String descriptor) {
        return new BodyWalk(owner, false).fromStatic(owner, name, descriptor);
    }

    /** Of a method that is called on another object: {@link #everything} alone where the code of that cannot be followed. */
    public static ObjectReads ofCall(Class<?> type, String name, String descriptor) {
        return new BodyWalk(type, true).from(type, name, descriptor);
    }

    /** Collects the reads. */
    static final class Collector {

        private final Set<ReadField> fields = new LinkedHashSet<>();
        private final Set<AskedField> asked = new LinkedHashSet<>();
        private final Set<ReadField> changed = new LinkedHashSet<>();
        private final Set<ReadField> statics = new LinkedHashSet<>();
        private boolean everything;
        private boolean isOverridden;

        void read(ReadField field) {
            if (!isOfClass(field)) {
                fields.add(field);
            }
        }

        void ask(AskedField field) {
            if (!isOfClass(field.field())) {
                asked.add(field);
            }
        }

        void change(ReadField field) {
            if (!field.root().isStatic()) {
                changed.add(field);
            }
        }

        /** For a static field, only the field itself counts, and not what is read from its value. */
        private boolean isOfClass(ReadField field) {
            ReadField root = field.root();
            if (root.isStatic()) {
                statics.add(root);
            }
            return root.isStatic();
        }

        /** The object is passed to code that cannot be followed. */
        void lose() {
            everything = true;
        }

        void override() {
            isOverridden = true;
        }

        boolean isLost() {
            return everything;
        }

        ObjectReads reads() {
            return new ObjectReads(fields, asked, changed, statics, everything, isOverridden);
        }
    }
}
