package dev.larder.agent.core.reads;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Follows what a method's body calls on its object: the methods that the JVM selects for the object's class, the bodies of
 * lambdas, and nested classes.
 *
 * <p><b>Failure.</b> If something cannot be followed, {@linkplain ObjectReads#everything any field} may be read: a missing class
 * file, a native method, other code that receives the object as an argument, or more than 500 methods.
 */
final class BodyWalk implements CodeFlow.Listener {

    private static final int MAX_METHODS = 500;
    private static final int MAX_METHODS_OF_A_CALL = 100;
    private static final int MAX_PASSES = 100;

    private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";
    private static final String CONCATENATION = "java/lang/invoke/StringConcatFactory";
    private static final String TO_STRING = "toString()Ljava/lang/String;";

    /** A method to follow, with the parameters that hold the object. */
    private record Step(String owner, String method, List<Integer> objects) {}

    private final Hierarchy hierarchy;
    private final ObjectReads.Collector found = new ObjectReads.Collector();
    private final Set<Step> seen = new HashSet<>();
    private final Set<String> nested = new HashSet<>();
    private final Deque<Step> open = new ArrayDeque<>();

    private final boolean isBrief;

    /** @param isBrief whether to end as soon as something cannot be followed */
    BodyWalk(Class<?> receiver, boolean isBrief) {
        this(new Hierarchy(receiver), isBrief);
    }

    /** Shares class files with other walks. */
    BodyWalk(Hierarchy hierarchy, boolean isBrief) {
        this.hierarchy = hierarchy;
        this.isBrief = isBrief;
    }

    /** Whether the limit is reached, so that no more methods are followed. */
    boolean isFull() {
        return seen.size() >= maxMethods();
    }

    private int maxMethods() {
        return isBrief ? MAX_METHODS_OF_A_CALL : MAX_METHODS;
    }

    /** The reads of all methods followed so far. */
    ObjectReads reads() {
        return found.reads();
    }

    /** May be called for several methods in turn; a method that they share is followed once. */
    ObjectReads from(Class<?> owner, String name, String descriptor) {
        return from(owner, name, descriptor, List.of(0));
    }

    /** The reads of a static method. */
    ObjectReads fromStatic(Class<?> owner, String name, String descriptor) {
        return from(owner, name, descriptor, List.of());
    }

    private ObjectReads from(Class<?> owner, String name, String descriptor, List<Integer> objects) {
        follow(hierarchy.resolve(owner, name + descriptor), name + descriptor, objects);
        while (!open.isEmpty() && !(isBrief && found.isLost())) {
            Step step = open.remove();
            if (hierarchy.isBelow(step.owner, owner)) {
                found.override();
            }
            walk(step);
        }
        return found.reads();
    }

    private void follow(@Nullable String owner, String method, List<Integer> objects) {
        if (owner == null || isFull()) {
            found.lose();
            return;
        }
        Step step = new Step(owner, method, objects);
        if (seen.add(step)) {
            open.add(step);
        }
    }

    private void walk(Step step) {
        CodeFile file = hierarchy.file(step.owner);
        if (file == null || !file.hasCode(step.method)) {
            found.lose();
            return;
        }
        try {
            CodeFlow flow = new CodeFlow(step.objects, this);
            int passes = 0;
            do {
                file.accept(step.method, flow);
            } while (flow.hasGrown() && ++passes < MAX_PASSES);
            if (flow.hasGrown()) {
                found.lose();
            }
        } catch (RuntimeException e) { // code that no compiler makes
            found.lose();
        }
    }

    @Override
    public void read(ReadField field) {
        found.read(field);
    }

    @Override
    public void ask(ReadField field, Handle method) {
        found.ask(new AskedField(field, method.getName() + method.getDesc()));
    }

    @Override
    public void change(ReadField field) {
        found.change(field);
    }

    @Override
    public void lose() {
        found.lose();
    }

    @Override
    public boolean holdsObject(String owner, String descriptor) {
        return hierarchy.isNested(owner) && hierarchy.isOwnType(Type.getType(descriptor));
    }

    @Override
    public void call(int opcode, Handle method, boolean[] isObject) {
        String owner = method.getOwner();
        if (owner.equals("java/lang/Object") && method.getName().equals("getClass")) {
            return; // the class of the object is known
        }
        if (hierarchy.contains(owner)) {
            followOwn(method, isObject);
        } else if (hierarchy.isNested(owner)) {
            goThrough(owner);
            String id = method.getName() + method.getDesc();
            int receivers = opcode == Opcodes.INVOKESTATIC ? 0 : 1;
            loseIfOverridable(method, owner, isObject);
            follow(owner, id, slots(method.getDesc(), receivers, isObject));
        } else {
            found.lose();
        }
    }

    @Override
    public void call(String descriptor, Handle linker, Object[] constants, boolean[] isObject) {
        boolean isLambda = linker.getOwner().equals(LAMBDAS) && constants.length > 1;
        if (linker.getOwner().equals(CONCATENATION)) {
            follow(hierarchy.select("java/lang/Object", TO_STRING), TO_STRING, List.of(0));
        } else if (isLambda && constants[1] instanceof Handle body && isOwn(body)) {
            followOwn(body, isObject); // what a lambda captures are the first arguments of its body
        } else {
            found.lose();
        }
    }

    private boolean isOwn(Handle body) {
        return hierarchy.contains(body.getOwner()) && body.getTag() != Opcodes.H_NEWINVOKESPECIAL;
    }

    private void followOwn(Handle method, boolean[] isObject) {
        String id = method.getName() + method.getDesc();
        boolean isStatic = method.getTag() == Opcodes.H_INVOKESTATIC;
        boolean isVirtual = !isStatic
                && isObject[0]
                && method.getTag() != Opcodes.H_INVOKESPECIAL
                && !hierarchy.isPrivate(method.getOwner(), id);
        String declaring = hierarchy.resolve(method.getOwner(), id);
        loseIfOverridable(method, declaring, isObject);
        String owner = isVirtual ? hierarchy.select(method.getOwner(), id) : declaring;
        follow(owner, id, slots(method.getDesc(), isStatic ? 0 : 1, isObject));
    }

    /**
     * The object is an argument of a call on what may be another object, whose class is unknown: a subclass may override the
     * method.
     */
    private void loseIfOverridable(Handle method, @Nullable String owner, boolean[] isObject) {
        boolean isDirect = method.getTag() == Opcodes.H_INVOKESTATIC || method.getTag() == Opcodes.H_INVOKESPECIAL;
        if (isDirect || !isAmongArguments(isObject)) {
            return;
        }
        String id = method.getName() + method.getDesc();
        CodeFile named = hierarchy.file(method.getOwner());
        CodeFile file = owner == null ? null : hierarchy.file(owner);
        boolean isExact = (named != null && named.isFinalClass()) || (file != null && file.isFinal(id));
        if (!isExact) {
            found.lose();
        }
    }

    private static boolean isAmongArguments(boolean[] isObject) {
        for (int i = 1; i < isObject.length; i++) {
            if (isObject[i]) {
                return true;
            }
        }
        return false;
    }

    private static List<Integer> slots(String descriptor, int receivers, boolean[] isObject) {
        Type[] types = Type.getArgumentTypes(descriptor);
        List<Integer> slots = new ArrayList<>();
        int slot = 0;
        for (int i = 0; i < isObject.length; i++) {
            if (isObject[i]) {
                slots.add(slot);
            }
            slot += i < receivers ? 1 : types[i - receivers].getSize();
        }
        return slots;
    }

    /**
     * A nested class may keep the object and read any of its fields: all its methods are followed, and every parameter of one of
     * the object's types counts as the object.
     */
    private void goThrough(String inner) {
        if (!nested.add(inner)) {
            return;
        }
        CodeFile file = hierarchy.file(inner);
        if (file == null) {
            found.lose();
            return;
        }
        for (String method : file.methods()) {
            if (file.hasCode(method)) {
                follow(inner, method, ownParameters(method, file.isStatic(method) ? 0 : 1));
            }
        }
    }

    private List<Integer> ownParameters(String method, int receivers) {
        String descriptor = method.substring(method.indexOf('('));
        Type[] types = Type.getArgumentTypes(descriptor);
        boolean[] isObject = new boolean[receivers + types.length];
        for (int i = 0; i < types.length; i++) {
            isObject[receivers + i] = hierarchy.isOwnType(types[i]);
        }
        return slots(descriptor, receivers, isObject);
    }
}
