package dev.larder.agent.core.reads;

import dev.larder.agent.core.type.Supertypes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** The class of an object with all its supertypes, by internal names, and the class files of these and of their nested classes. */
final class Hierarchy {

    private static final String OBJECT = "java/lang/Object";

    private final Class<?> receiver;
    private final Map<String, Class<?>> types = new LinkedHashMap<>();
    private final Map<String, @Nullable CodeFile> files = new HashMap<>();

    Hierarchy(Class<?> receiver) {
        this.receiver = receiver;
        types.put(Type.getInternalName(receiver), receiver);
        Supertypes.of(receiver).forEach(type -> types.put(Type.getInternalName(type), type));
        types.putIfAbsent(OBJECT, Object.class);
    }

    Set<String> names() {
        return types.keySet();
    }

    /** The names of its types, and of all classes nested in the same outermost classes that their files mention. */
    Set<String> family() {
        Set<String> family = new LinkedHashSet<>(names());
        Deque<String> open = new ArrayDeque<>(family);
        while (!open.isEmpty()) {
            CodeFile file = file(open.remove());
            if (file != null) {
                for (String beside : file.beside()) {
                    if (family.add(beside)) {
                        open.add(beside);
                    }
                }
            }
        }
        return family;
    }

    boolean contains(String name) {
        return types.containsKey(name);
    }

    /** Whether the type of this name is neither {@code owner} nor one of its supertypes. */
    boolean isBelow(String name, Class<?> owner) {
        Class<?> type = types.get(name);
        return type != null && !type.isAssignableFrom(owner);
    }

    /** Whether a variable of this type probably holds the object. */
    boolean isOwnType(Type type) {
        return type.getSort() == Type.OBJECT
                && !type.getInternalName().startsWith("java/")
                && contains(type.getInternalName());
    }

    /** Whether the class is nested in the same outermost class as one of the object's types, and is none of them. */
    boolean isNested(String name) {
        return !contains(name) && outerOf(name) != null;
    }

    /** The object's type in the same outermost class. */
    private @Nullable Class<?> outerOf(String name) {
        for (Map.Entry<String, Class<?>> type : types.entrySet()) {
            if (CodeFile.outermost(name).equals(CodeFile.outermost(type.getKey())) && !name.startsWith("java/")) {
                return type.getValue();
            }
        }
        return null;
    }

    boolean isPrivate(String owner, String method) {
        CodeFile file = file(owner);
        return file != null && file.isPrivate(method);
    }

    /**
     * The type whose code a virtual call on the object runs, as JVMS 5.4.6 selects it; null if that is unknown.
     *
     * @param owner the class or interface that the call names
     */
    @Nullable
    String select(String owner, String method) {
        for (Class<?> type = types.get(owner); type != null; type = type.getSuperclass()) {
            CodeFile file = file(Type.getInternalName(type));
            if (file == null) {
                return null; // it may declare the method
            }
            if (file.declares(method) && !type.isInterface()) {
                return selectBelow(type, file, method);
            }
        }
        return resolve(receiver, method); // declared by an interface: every method of the same name and types is public
    }

    private @Nullable String selectBelow(Class<?> resolved, CodeFile resolvedFile, String method) {
        Class<?> selected = resolved;
        Overridable overridable = new Overridable();
        overridable.add(resolved, resolvedFile, method);
        for (Class<?> type : classesBelow(resolved)) {
            CodeFile file = file(Type.getInternalName(type));
            if (file == null) {
                return null;
            }
            if (overridable.isOverriddenIn(type, file, method)) {
                overridable.add(type, file, method);
                selected = type;
            }
        }
        return Type.getInternalName(selected);
    }

    /** The classes of the object below {@code type}, from the top down. */
    private List<Class<?>> classesBelow(Class<?> type) {
        List<Class<?>> below = new ArrayList<>();
        for (Class<?> at = receiver; at != null && at != type; at = at.getSuperclass()) {
            below.add(0, at);
        }
        return below;
    }

    /** The methods that a class may override. A package-private one can be overridden in its package only. */
    private static final class Overridable {

        private final List<Class<?>> packagePrivate = new ArrayList<>();
        private boolean isAnywhere;

        void add(Class<?> declaring, CodeFile file, String method) {
            if (file.isPackagePrivate(method)) {
                packagePrivate.add(declaring);
            } else {
                isAnywhere = true;
            }
        }

        boolean isOverriddenIn(Class<?> type, CodeFile file, String method) {
            return file.declaresVirtual(method)
                    && (isAnywhere || packagePrivate.stream().anyMatch(other -> isOfSamePackage(type, other)));
        }

        private static boolean isOfSamePackage(Class<?> one, Class<?> other) {
            return one.getClassLoader() == other.getClassLoader()
                    && one.getPackageName().equals(other.getPackageName());
        }
    }

    @Nullable
    String resolve(String owner, String method) {
        Class<?> start = types.get(owner);
        return start == null ? null : resolve(start, method);
    }

    /** The type whose code is found from {@code start} on upwards. */
    @Nullable
    String resolve(Class<?> start, String method) {
        for (Class<?> type = start; type != null; type = type.getSuperclass()) {
            CodeFile file = file(Type.getInternalName(type));
            if (file == null || file.implementsMethod(method)) {
                return file == null ? null : Type.getInternalName(type);
            }
        }
        for (Class<?> type : types.values()) {
            if (type.isInterface()
                    && type.isAssignableFrom(start)
                    && declares(type, method)
                    && isNearest(type, method)) {
                return Type.getInternalName(type);
            }
        }
        return null;
    }

    private boolean isNearest(Class<?> type, String method) {
        for (Class<?> other : types.values()) {
            boolean isNearer = other != type && other.isInterface() && type.isAssignableFrom(other);
            if (isNearer && declares(other, method)) {
                return false;
            }
        }
        return true;
    }

    private boolean declares(Class<?> type, String method) {
        CodeFile file = file(Type.getInternalName(type));
        return file != null && file.hasCode(method);
    }

    /** Null if there is none. */
    @Nullable
    CodeFile file(String name) {
        if (!files.containsKey(name)) {
            Class<?> known = types.getOrDefault(name, outerOf(name));
            files.put(name, known == null ? null : CodeFile.of(known.getClassLoader(), name));
        }
        return files.get(name);
    }
}
