package dev.larder.agent.core.reads;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Follows the object, and the values read from its fields, through the code of one method.
 *
 * <p><b>Shape.</b> Abstract interpretation with sets of marks: bit 0 for the object itself, one bit for each field read. A
 * local variable has one set for the whole method; where branches join, sets are united. Sets only grow, so the code
 * is visited until they no longer do.
 *
 * <p>A value is <em>used</em> once it decides something: a branch, an argument, a result, another object's state. What is
 * merely computed with keeps its marks; what is written back to the field it was read from is dropped. A field of such a value
 * counts as a field of the object, by a longer path.
 *
 * <p><b>Failure.</b> Throws {@link IndexOutOfBoundsException} for invalid code that takes too much from the stack.
 */
final class CodeFlow extends MethodVisitor {

    static final long THE_OBJECT = 1;

    private static final int MAX_FIELDS = 62;

    /** Receives what happens to the object and to the values of its fields. */
    interface Listener {

        /** A value read from a field of the object is used. */
        void read(ReadField field);

        /** A method is called on such a value, and nothing else is done with it. */
        void ask(ReadField field, Handle method);

        void change(ReadField field);

        /** Unknown code gets the object, and may read any of its fields. */
        void lose();

        /** Whether a field of a nested class holds the object, such as {@code this$0}. */
        boolean holdsObject(String owner, String descriptor);

        /** The object is among the arguments of a call; the receiver comes first. */
        void call(int opcode, Handle method, boolean[] isObject);

        /** The same for {@code invokedynamic}. */
        void call(String descriptor, Handle linker, Object[] constants, boolean[] isObject);
    }

    private final Listener listener;

    /** By index; kept from one pass to the next. */
    private final Map<Integer, Long> locals = new HashMap<>();

    /** By the number of the label, in the order in which a pass first sees them. */
    private final Map<Integer, long[]> joins = new HashMap<>();

    private final List<ReadField> fields = new ArrayList<>();
    private final OperandStack stack = new OperandStack();
    private Map<Label, Integer> labels = new HashMap<>();
    private boolean isReachable;
    private boolean hasGrown;

    /** @param objects which local variables hold the object at first */
    CodeFlow(Iterable<Integer> objects, Listener listener) {
        super(Opcodes.ASM9);
        this.listener = listener;
        objects.forEach(index -> locals.put(index, THE_OBJECT));
    }

    /** Whether another pass may find more. */
    boolean hasGrown() {
        return hasGrown;
    }

    @Override
    public void visitCode() {
        stack.set(new long[0]);
        labels = new HashMap<>();
        isReachable = true;
        hasGrown = false;
    }

    @Override
    public void visitInsn(int opcode) {
        if (!isReachable) {
            return;
        }
        if (opcode >= Opcodes.DUP && opcode <= Opcodes.SWAP) {
            stack.shuffle(opcode);
            return;
        }
        if (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE) {
            storeElement(opcode);
            return;
        }
        long taken = stack.pop(StackEffect.pops(opcode));
        if (StackEffect.computes(opcode)) {
            stack.push(taken, StackEffect.pushes(opcode));
            return;
        }
        boolean isDropped = opcode == Opcodes.POP
                || opcode == Opcodes.POP2
                || opcode == Opcodes.MONITORENTER
                || opcode == Opcodes.MONITOREXIT;
        if (!isDropped) {
            use(taken);
        }
        stack.push(0, StackEffect.pushes(opcode));
        boolean isEnd = (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) || opcode == Opcodes.ATHROW;
        isReachable = !isEnd;
    }

    private void storeElement(int opcode) {
        long taken = stack.pop(StackEffect.pops(opcode) - 1);
        long array = stack.pop();
        use(taken | array);
        forEachField(array, i -> listener.change(fields.get((int) i)));
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        visitInsn(opcode);
    }

    @Override
    public void visitLdcInsn(Object value) {
        if (isReachable) {
            stack.push(0, wordsOf(value));
        }
    }

    private static int wordsOf(Object constant) {
        if (constant instanceof net.bytebuddy.jar.asm.ConstantDynamic dynamic) {
            return dynamic.getSize();
        }
        return constant instanceof Long || constant instanceof Double ? 2 : 1;
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        if (!isReachable) {
            return;
        }
        boolean isWide = opcode == Opcodes.LLOAD
                || opcode == Opcodes.DLOAD
                || opcode == Opcodes.LSTORE
                || opcode == Opcodes.DSTORE;
        if (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD) {
            stack.push(locals.getOrDefault(index, 0L), isWide ? 2 : 1);
        } else if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
            long known = locals.getOrDefault(index, 0L);
            long joined = known | stack.pop(isWide ? 2 : 1);
            hasGrown |= joined != known;
            locals.put(index, joined);
        }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        if (isReachable && opcode != Opcodes.CHECKCAST) {
            long taken = stack.pop(StackEffect.pops(opcode));
            use(opcode == Opcodes.INSTANCEOF ? taken & ~THE_OBJECT : taken); // its class is known
            stack.push(0, StackEffect.pushes(opcode));
        }
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        if (isReachable) {
            use(stack.pop(dimensions));
            stack.push(0);
        }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        if (!isReachable) {
            return;
        }
        int words = Type.getType(descriptor).getSize();
        boolean isWrite = opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC;
        long value = isWrite ? stack.pop(words) : 0;
        boolean isStatic = opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC;
        long target = isStatic ? 0 : stack.pop();
        boolean isOfObject = (target & THE_OBJECT) != 0;
        boolean isObject = !isStatic && !isOfObject && listener.holdsObject(owner, descriptor);
        List<ReadField> named = isStatic ? List.of(ReadField.ofClass(owner, name)) : named(target, owner, name);
        if (isWrite) {
            write(named, isObject ? value & ~THE_OBJECT : value);
        } else {
            stack.push(isObject ? THE_OBJECT | marksOf(named) : marksOf(named), words);
        }
    }

    private void write(List<ReadField> named, long value) {
        use(value & ~marksOf(named));
        named.forEach(listener::change);
    }

    /** Which fields of the object, or of values read from it, the instruction may mean. */
    private List<ReadField> named(long target, String owner, String name) {
        List<ReadField> named = new ArrayList<>();
        if ((target & THE_OBJECT) != 0) {
            named.add(new ReadField(owner, name));
        }
        forEachField(target, i -> {
            ReadField field = fields.get((int) i);
            if (field.depth() < ReadField.MAX_DEPTH) {
                named.add(field.to(owner, name));
            } else {
                listener.read(field);
            }
        });
        return named;
    }

    private long marksOf(List<ReadField> named) {
        long marks = 0;
        for (ReadField field : named) {
            marks |= marksOf(field);
        }
        return marks;
    }

    private long marksOf(ReadField field) {
        int known = fields.indexOf(field);
        if (known < 0 && fields.size() == MAX_FIELDS) {
            listener.read(field);
            return 0;
        }
        if (known < 0) {
            known = fields.size();
            fields.add(field);
        }
        return 2L << known;
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (!isReachable) {
            return;
        }
        boolean[] isObject = popArguments(descriptor, opcode == Opcodes.INVOKESTATIC ? 0 : 1);
        long receiver = opcode == Opcodes.INVOKESTATIC ? 0 : stack.pop();
        Handle method = new Handle(tagOf(opcode), owner, name, descriptor, isInterface);
        if (isObject.length > 0 && opcode != Opcodes.INVOKESTATIC) {
            isObject[0] = (receiver & THE_OBJECT) != 0;
        }
        if (hasAny(isObject)) {
            listener.call(opcode, method, isObject);
        }
        boolean isCounter = isCounter(owner, descriptor);
        if (!isCounter) {
            forEachField(receiver, i -> listener.ask(fields.get((int) i), method));
        }
        long result = isCounter ? receiver & ~THE_OBJECT : 0;
        stack.push(result, Type.getReturnType(descriptor).getSize());
    }

    /** What a counter returns is the counter's value, which only counts if it is used: {@code calls.incrementAndGet()}. */
    private static boolean isCounter(String owner, String descriptor) {
        boolean runsCode = descriptor.indexOf('L') >= 0;
        return owner.startsWith("java/util/concurrent/atomic/") && !runsCode;
    }

    private static int tagOf(int opcode) {
        return switch (opcode) {
            case Opcodes.INVOKESTATIC -> Opcodes.H_INVOKESTATIC;
            case Opcodes.INVOKESPECIAL -> Opcodes.H_INVOKESPECIAL;
            case Opcodes.INVOKEINTERFACE -> Opcodes.H_INVOKEINTERFACE;
            default -> Opcodes.H_INVOKEVIRTUAL;
        };
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle linker, Object... constants) {
        if (!isReachable) {
            return;
        }
        boolean[] isObject = popArguments(descriptor, 0);
        if (hasAny(isObject)) {
            listener.call(descriptor, linker, constants, isObject);
        }
        stack.push(0, Type.getReturnType(descriptor).getSize());
    }

    /** All but the receiver, whose place in the result is the first. */
    private boolean[] popArguments(String descriptor, int receivers) {
        Type[] types = Type.getArgumentTypes(descriptor);
        boolean[] isObject = new boolean[receivers + types.length];
        for (int i = isObject.length - 1; i >= receivers; i--) {
            long marks = stack.pop(types[i - receivers].getSize());
            use(marks & ~THE_OBJECT);
            isObject[i] = (marks & THE_OBJECT) != 0;
        }
        return isObject;
    }

    private static boolean hasAny(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        numberOf(label); // in every pass, so that all passes count alike
        if (!isReachable) {
            return;
        }
        if (opcode == Opcodes.JSR) {
            throw new IndexOutOfBoundsException("a subroutine of a compiler of old"); // its way back is not followed
        }
        long taken = stack.pop(StackEffect.pops(opcode));
        boolean isNullCheck = opcode == Opcodes.IFNULL || opcode == Opcodes.IFNONNULL;
        use(isNullCheck ? taken & ~THE_OBJECT : taken);
        join(label, stack.copy());
        isReachable = opcode != Opcodes.GOTO;
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... targets) {
        branch(otherwise, targets);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] targets) {
        branch(otherwise, targets);
    }

    private void branch(Label otherwise, Label[] targets) {
        numberOf(otherwise);
        for (Label target : targets) {
            numberOf(target);
        }
        if (!isReachable) {
            return;
        }
        use(stack.pop());
        join(otherwise, stack.copy());
        for (Label target : targets) {
            join(target, stack.copy());
        }
        isReachable = false;
    }

    /** A handler begins with the exception alone. */
    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
        join(handler, new long[1]);
    }

    @Override
    public void visitLabel(Label label) {
        if (isReachable) {
            join(label, stack.copy());
        }
        long[] joined = joins.get(numberOf(label));
        if (joined != null) {
            stack.set(joined);
            isReachable = true;
        }
    }

    private void join(Label label, long[] arriving) {
        long[] known = joins.putIfAbsent(numberOf(label), arriving);
        if (known == null) {
            hasGrown = true;
            return;
        }
        for (int i = 0; i < known.length; i++) {
            long joined = known[i] | arriving[i];
            hasGrown |= joined != known[i];
            known[i] = joined;
        }
    }

    private int numberOf(Label label) {
        Integer known = labels.putIfAbsent(label, labels.size());
        return known == null ? labels.size() - 1 : known;
    }

    private void use(long marks) {
        if (marks == 0) {
            return;
        }
        if ((marks & THE_OBJECT) != 0) {
            listener.lose();
        }
        forEachField(marks, i -> listener.read(fields.get((int) i)));
    }

    private void forEachField(long marks, LongConsumer action) {
        for (long left = marks & ~THE_OBJECT; left != 0; left &= left - 1) {
            action.accept(Long.numberOfTrailingZeros(left) - 1L);
        }
    }
}
