package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.reads.AskedField;
import dev.larder.agent.core.reads.ObjectReads;
import dev.larder.agent.core.reads.ReadField;
import java.lang.reflect.Field;
import java.lang.reflect.TypeVariable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sorts what a method's code reads from an object into parts of a key, collaborators, and data that cannot be part of a key.
 *
 * <p>If the object holds data, which is an object of the application with nothing but data in its fields, the code is followed
 * there: a key contains {@code settings.currency}, which {@code this.settings.currency()} reads. If the data is passed on,
 * compared or returned, all its fields count.
 *
 * <p><b>Threads.</b> Confined to the call that makes it.
 */
final class ReadPaths {

    /** Methods that change a collection or a map. */
    private static final Pattern FILLING = Pattern.compile(
            "(add|put|compute|merge|remove|replace|clear|retain|set|sort|offer|push|pop|poll|take|drain|insert)[A-Za-z]*\\(");

    private final Class<?> type;
    private final Set<ObjectPath> plain = new LinkedHashSet<>();
    private final Set<Field> others = new LinkedHashSet<>();
    private final Set<ObjectPath> inner = new LinkedHashSet<>();
    private final Set<ObjectPath> held = new LinkedHashSet<>();
    private final Set<ObjectPath> changed = new LinkedHashSet<>();
    private boolean unseen;

    private ReadPaths(Class<?> type) {
        this.type = type;
    }

    static ReadPaths of(Class<?> type, ObjectReads reads, List<ObjectPath> ids) {
        ReadPaths paths = new ReadPaths(type);
        try {
            if (reads.everything()) {
                paths.addAll();
            }
            paths.add(null, reads);
            ids.forEach(paths::add);
        } catch (LinkageError | RuntimeException e) { // a class that a field is declared as is missing
            paths.unseen = true;
        }
        return paths;
    }

    List<ObjectPath> plain() {
        return List.copyOf(plain);
    }

    List<Field> others() {
        return List.copyOf(others);
    }

    /** Further collaborators behind those, as far as the code shows. */
    List<ObjectPath> inner() {
        return List.copyOf(inner);
    }

    List<ObjectPath> held() {
        return List.copyOf(held);
    }

    /** What the same code writes. */
    List<ObjectPath> changed() {
        return List.copyOf(changed);
    }

    boolean unseen() {
        return unseen;
    }

    private void addAll() {
        for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
            for (Field field : InstanceFields.fieldsOf(owner)) {
                add(ObjectPath.of(type, field));
            }
        }
    }

    /** @param holder the path to the object whose fields were read; null for the object itself */
    private void add(@Nullable ObjectPath holder, ObjectReads reads) {
        for (ReadField written : reads.changed()) {
            ObjectPath path = resolve(type, holder, written);
            if (path != null) {
                changed.add(path);
            }
        }
        for (ReadField read : reads.fields()) {
            ObjectPath path = resolve(type, holder, read);
            if (path == null) {
                unseen = true;
            } else {
                add(path);
            }
        }
        for (AskedField asked : reads.asked()) {
            ObjectPath path = resolve(type, holder, asked.field());
            if (path == null) {
                unseen = true;
            } else {
                ask(path, asked.method(), holder != null);
                if (isFilled(path, asked.method())) {
                    changed.add(path);
                }
            }
        }
    }

    /** Whether the code changes a collection or a map of the JDK: mostly a memo of its own. */
    private static boolean isFilled(ObjectPath path, String method) {
        Class<?> type = path.declared();
        boolean isGroup = Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
        return isGroup && FILLING.matcher(method).lookingAt();
    }

    /** For a value that is used as a whole. */
    private void add(ObjectPath path) {
        if (plain.contains(path) || held.contains(path) || KnownTypes.isLogger(path.declared())) {
            return;
        }
        if (!path.open()) {
            unseen = true;
            return;
        }
        switch (path.kind()) {
            case PLAIN -> plain.add(path);
            case OPEN -> addOpen(path);
            case DATA -> addData(path);
            case HELD -> held.add(path);
            case OTHER -> addOther(path);
        }
    }

    private void addOther(ObjectPath path) {
        others.add(path.root());
        if (path.isOwn()) {
            return;
        }
        inner.add(path);
        if (FieldKind.isOfApplication(path.declared())
                && !path.isLongest()) { // what a getter returned may be asked for more
            InstanceFields.exchangeableOf(path.declared()).stream()
                    .map(path::to)
                    .filter(ObjectPath::open)
                    .forEach(inner::add);
        }
    }

    /** Only the value shows what it is. */
    private void addOpen(ObjectPath path) {
        boolean isVariable = path.last().getGenericType() instanceof TypeVariable;
        if (isVariable && !path.isOwn()) {
            held.add(path); // data, perhaps, in what is declared without saying of what
        } else {
            plain.add(path);
        }
    }

    private void addData(ObjectPath path) {
        List<Field> fields = FieldKind.dataFieldsOf(path.declared());
        if (path.isLongest()) {
            held.add(path);
        } else if (fields.isEmpty()) {
            others.add(path.root()); // its class is all there is to tell
        } else {
            fields.forEach(field -> add(path.to(field)));
        }
    }

    /**
     * For a value on which a method is called, and nothing else is done.
     *
     * @param isInside whether the code of the object that holds the value makes the call
     */
    private void ask(ObjectPath path, String method, boolean isInside) {
        if (KnownTypes.isLogger(path.declared())) {
            return;
        }
        if (!path.open()) {
            unseen = true;
            return;
        }
        FieldKind kind = path.kind();
        boolean isData = kind == FieldKind.DATA || kind == FieldKind.HELD;
        Class<?> asked = path.declared();
        boolean isWhole = KnownTypes.isContainer(asked) || KnownTypes.isStateful(asked) || asked.isArray();
        if (isData && !isWhole && !path.isLongest()) {
            follow(path, readsOf(asked, method));
        } else if (kind == FieldKind.OTHER && FieldKind.isOfApplication(asked)) {
            askCollaborator(path, readsOf(asked, method));
        } else if (isInside && isRows(asked, kind)) {
            others.add(path.root()); // it is a way to data
        } else {
            add(path);
        }
    }

    /** Such as rows, a cache, a registry or a pool. */
    private static boolean isRows(Class<?> asked, FieldKind kind) {
        boolean isMap = Map.class.isAssignableFrom(asked);
        return kind == FieldKind.HELD
                ? isMap
                : kind == FieldKind.OTHER && (isMap || Queue.class.isAssignableFrom(asked));
    }

    private static ObjectReads readsOf(Class<?> asked, String method) {
        int end = method.indexOf('(');
        return ObjectReads.ofCall(asked, method.substring(0, end), method.substring(end));
    }

    private void follow(ObjectPath path, ObjectReads reads) {
        if (reads.everything()) {
            add(path);
        } else if (reads.isNothing()) {
            others.add(path.root());
        } else {
            add(path, reads);
        }
    }

    /**
     * One that tells something of itself and asks none of its own collaborators for it: settings with a lock, or with a value that
     * may be anything. What the code reads of it is data.
     */
    private void askCollaborator(ObjectPath path, ObjectReads reads) {
        ReadPaths told = new ReadPaths(type);
        if (!reads.everything() && !path.isLongest()) {
            told.add(path, reads);
        }
        boolean tellsData = !(told.plain.isEmpty() && told.held.isEmpty()) && told.others.isEmpty() && !told.unseen;
        if (tellsData) {
            plain.addAll(told.plain);
            held.addAll(told.held);
            changed.addAll(told.changed);
        } else {
            others.add(path.root());
            inner.addAll(told.inner);
            changed.addAll(told.changed);
        }
    }

    /** Null if there is no such field; of a field that only a subclass of the declared type has, what holds it. */
    private static @Nullable ObjectPath resolve(Class<?> type, @Nullable ObjectPath holder, ReadField read) {
        ReadField of = read.of();
        if (of != null) {
            ObjectPath nearer = resolve(type, holder, of);
            Field field = nearer == null || nearer.isLongest() ? null : InstanceFields.find(nearer.declared(), read);
            return nearer == null || field == null ? nearer : nearer.to(field);
        }
        Field field = InstanceFields.find(holder == null ? type : holder.declared(), read);
        if (field == null) {
            return holder;
        }
        return holder == null ? ObjectPath.of(type, field) : holder.to(field);
    }
}
