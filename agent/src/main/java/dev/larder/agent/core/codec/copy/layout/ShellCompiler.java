package dev.larder.agent.core.codec.copy.layout;

import java.lang.invoke.MethodHandles;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.ConstantDynamic;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Compiles a {@link Shell} for a class: code that allocates an object and copies one field after the other, as a
 * hand-written copy does.
 *
 * <p><b>Shape.</b> A hidden class of this package, which refers to the copied class only through its class data. So it needs
 * no access to that class, and is unloaded with it. Its loops are its own, in which the JVM's compilers see what is copied.
 */
final class ShellCompiler {

    private static final String SHELL = Type.getInternalName(Shell.class);
    private static final String COMPILED = SHELL + "Compiled";
    private static final String OBJECT = "Ljava/lang/Object;";
    private static final String OBJECTS = "[" + OBJECT;
    private static final String COPY = "(" + OBJECT + ")" + OBJECT;
    private static final String BYTES = "(" + OBJECT + ")J";
    private static final String HINT = "(" + OBJECT + "I)I";

    /** The first parameter: an object, or an array of them. */
    private static final int ORIGINAL = 1;

    private static final int MADE = 2;

    private ShellCompiler() {}

    static Shell compile(Layout layout) {
        try {
            return (Shell) MethodHandles.lookup()
                    .defineHiddenClassWithClassData(code(layout), layout.type(), true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The copier of " + layout.type().getName() + " cannot be made", e);
        }
    }

    private static byte[] code(Layout layout) {
        ClassWriter made = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        made.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, COMPILED, null, SHELL, null);
        MethodVisitor constructor = made.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, SHELL, "<init>", "()V", false);
        SlotCode.end(constructor, Opcodes.RETURN);
        copyOf(method(made, "copyOf", COPY), layout);
        copyAll(method(made, "copyAll", "(" + OBJECTS + OBJECTS + ")V"));
        MeasureCode.bytesOf(method(made, "bytesOf", BYTES), layout);
        MeasureCode.hintOf(method(made, "hintOf", HINT), layout);
        takeAll(method(made, "takeAll", "(" + OBJECTS + OBJECTS + "[I)J"));
        measureAll(method(made, "measureAll", "(" + OBJECTS + ")J"));
        made.visitEnd();
        return made.toByteArray();
    }

    private static MethodVisitor method(ClassWriter made, String name, String type) {
        return made.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, name, type, null, null);
    }

    private static void copyOf(MethodVisitor code, Layout layout) {
        code.visitCode();
        checkClass(code);
        SlotCode.access(code);
        code.visitLdcInsn(copiedClass());
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, SlotCode.UNSAFE, "allocateInstance", "(Ljava/lang/Class;)" + OBJECT, false);
        code.visitVarInsn(Opcodes.ASTORE, MADE);
        layout.slots().forEach(slot -> SlotCode.copy(code, slot, ORIGINAL, MADE));
        code.visitVarInsn(Opcodes.ALOAD, MADE);
        SlotCode.end(code, Opcodes.ARETURN);
    }

    /** Offsets mean nothing in an object of another class; and the JVM's compilers know from here on what is read. */
    private static void checkClass(MethodVisitor code) {
        Label same = new Label();
        jumpIfOfClass(code, ORIGINAL, same);
        code.visitTypeInsn(Opcodes.NEW, "java/lang/ClassCastException");
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/ClassCastException", "<init>", "()V", false);
        code.visitInsn(Opcodes.ATHROW);
        code.visitLabel(same);
    }

    private static void jumpIfOfClass(MethodVisitor code, int original, Label same) {
        code.visitVarInsn(Opcodes.ALOAD, original);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Object", "getClass", "()Ljava/lang/Class;", false);
        code.visitLdcInsn(copiedClass());
        code.visitJumpInsn(Opcodes.IF_ACMPEQ, same);
    }

    /** A constant to the JVM's compilers, so that allocating is as cheap as {@code new}. */
    private static ConstantDynamic copiedClass() {
        Handle classData = new Handle(
                Opcodes.H_INVOKESTATIC,
                Type.getInternalName(MethodHandles.class),
                "classData",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)" + OBJECT,
                false);
        return new ConstantDynamic("_", "Ljava/lang/Class;", classData);
    }

    private static void copyAll(MethodVisitor code) {
        int copies = 2;
        int i = 3;
        int original = 4;
        code.visitCode();
        Loop loop = Loop.over(code, ORIGINAL, i, original);
        storeCopy(code, copies, i, original);
        loop.end();
        SlotCode.end(code, Opcodes.RETURN);
    }

    private static void takeAll(MethodVisitor code) {
        int copies = 2;
        int hints = 3;
        int bytes = 4;
        int i = 6;
        int original = 7;
        code.visitCode();
        startSum(code, bytes);
        Loop loop = Loop.over(code, ORIGINAL, i, original);
        leaveIfOther(code, original);
        code.visitVarInsn(Opcodes.ALOAD, hints);
        code.visitVarInsn(Opcodes.ILOAD, i);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, original);
        code.visitInsn(Opcodes.ICONST_0 + Hints.DEPTH);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, COMPILED, "hintOf", HINT, false);
        code.visitInsn(Opcodes.IASTORE);
        addBytes(code, bytes, original);
        storeCopy(code, copies, i, original);
        loop.end();
        code.visitVarInsn(Opcodes.LLOAD, bytes);
        SlotCode.end(code, Opcodes.LRETURN);
    }

    private static void measureAll(MethodVisitor code) {
        int bytes = 2;
        int i = 4;
        int original = 5;
        code.visitCode();
        startSum(code, bytes);
        Loop loop = Loop.over(code, ORIGINAL, i, original);
        leaveIfOther(code, original);
        addBytes(code, bytes, original);
        loop.end();
        code.visitVarInsn(Opcodes.LLOAD, bytes);
        SlotCode.end(code, Opcodes.LRETURN);
    }

    private static void startSum(MethodVisitor code, int bytes) {
        code.visitInsn(Opcodes.LCONST_0);
        code.visitVarInsn(Opcodes.LSTORE, bytes);
    }

    private static void leaveIfOther(MethodVisitor code, int original) {
        Label same = new Label();
        jumpIfOfClass(code, original, same);
        code.visitLdcInsn(Shell.MIXED);
        code.visitInsn(Opcodes.LRETURN);
        code.visitLabel(same);
    }

    private static void addBytes(MethodVisitor code, int bytes, int original) {
        code.visitVarInsn(Opcodes.LLOAD, bytes);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, original);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, COMPILED, "bytesOf", BYTES, false);
        code.visitInsn(Opcodes.LADD);
        code.visitVarInsn(Opcodes.LSTORE, bytes);
    }

    private static void storeCopy(MethodVisitor code, int copies, int i, int original) {
        code.visitVarInsn(Opcodes.ALOAD, copies);
        code.visitVarInsn(Opcodes.ILOAD, i);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, original);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, COMPILED, "copyOf", COPY, false);
        code.visitInsn(Opcodes.AASTORE);
    }

    /** Over the objects of an array that are not null. */
    private record Loop(MethodVisitor code, int i, Label next, Label skip, Label done) {

        static Loop over(MethodVisitor code, int array, int i, int element) {
            Loop loop = new Loop(code, i, new Label(), new Label(), new Label());
            code.visitInsn(Opcodes.ICONST_0);
            code.visitVarInsn(Opcodes.ISTORE, i);
            code.visitLabel(loop.next);
            code.visitVarInsn(Opcodes.ILOAD, i);
            code.visitVarInsn(Opcodes.ALOAD, array);
            code.visitInsn(Opcodes.ARRAYLENGTH);
            code.visitJumpInsn(Opcodes.IF_ICMPGE, loop.done);
            code.visitVarInsn(Opcodes.ALOAD, array);
            code.visitVarInsn(Opcodes.ILOAD, i);
            code.visitInsn(Opcodes.AALOAD);
            code.visitInsn(Opcodes.DUP);
            code.visitVarInsn(Opcodes.ASTORE, element);
            code.visitJumpInsn(Opcodes.IFNULL, loop.skip);
            return loop;
        }

        void end() {
            code.visitLabel(skip);
            code.visitIincInsn(i, 1);
            code.visitJumpInsn(Opcodes.GOTO, next);
            code.visitLabel(done);
        }
    }
}
