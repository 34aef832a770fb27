package dev.larder.agent.core.codec.copy.layout;

import java.lang.invoke.MethodHandles;
import java.util.List;
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
 * no access to that class, and is unloaded with it.
 */
public final class ShellCompiler {

    private static final String SHELL = Type.getInternalName(Shell.class);
    private static final String COMPILED = SHELL + "Compiled";
    private static final String UNSAFE = Heap.UNSAFE.replace('.', '/');
    private static final String OBJECT = "Ljava/lang/Object;";
    private static final String COPY = "(" + OBJECT + ")" + OBJECT;

    private static final String COPY_ALL = "([" + OBJECT + "[" + OBJECT + ")V";

    private static final int ORIGINAL = 1;
    private static final int ACCESS = 2;
    private static final int MADE = 3;

    private ShellCompiler() {}

    public static Shell compile(Class<?> type, List<Slot> slots) {
        try {
            return (Shell) MethodHandles.lookup()
                    .defineHiddenClassWithClassData(code(slots), type, true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The copier of " + type.getName() + " cannot be made", e);
        }
    }

    private static byte[] code(List<Slot> slots) {
        ClassWriter made = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        made.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, COMPILED, null, SHELL, null);
        MethodVisitor constructor = made.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, SHELL, "<init>", "()V", false);
        end(constructor, Opcodes.RETURN);
        MethodVisitor copy = made.visitMethod(Opcodes.ACC_FINAL, "copyOf", COPY, null, null);
        copy.visitCode();
        allocate(copy);
        slots.forEach(slot -> copy(slot, copy));
        copy.visitVarInsn(Opcodes.ALOAD, MADE);
        end(copy, Opcodes.ARETURN);
        copyAll(made.visitMethod(Opcodes.ACC_FINAL, "copyAll", COPY_ALL, null, null));
        made.visitEnd();
        return made.toByteArray();
    }

    private static void allocate(MethodVisitor code) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, UNSAFE, "getUnsafe", "()L" + UNSAFE + ";", false);
        code.visitInsn(Opcodes.DUP);
        code.visitVarInsn(Opcodes.ASTORE, ACCESS);
        code.visitLdcInsn(copiedClass());
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, UNSAFE, "allocateInstance", "(Ljava/lang/Class;)" + OBJECT, false);
        code.visitVarInsn(Opcodes.ASTORE, MADE);
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

    private static void copy(Slot slot, MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, ACCESS);
        code.visitVarInsn(Opcodes.ALOAD, MADE);
        code.visitLdcInsn(slot.offset());
        code.visitVarInsn(Opcodes.ALOAD, ACCESS);
        code.visitVarInsn(Opcodes.ALOAD, ORIGINAL);
        code.visitLdcInsn(slot.offset());
        String held = slot.type().isPrimitive() ? Type.getDescriptor(slot.type()) : OBJECT;
        String suffix = suffix(slot.type());
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, UNSAFE, "get" + suffix, "(" + OBJECT + "J)" + held, false);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, UNSAFE, "put" + suffix, "(" + OBJECT + "J" + held + ")V", false);
    }

    private static String suffix(Class<?> type) {
        String name = type.getName();
        return type.isPrimitive() ? Character.toUpperCase(name.charAt(0)) + name.substring(1) : "Reference";
    }

    /** A loop of its own for each class, in which the JVM's compilers see what is copied. */
    private static void copyAll(MethodVisitor code) {
        int originals = 1;
        int copies = 2;
        int i = 3;
        Label next = new Label();
        Label skip = new Label();
        Label done = new Label();
        code.visitCode();
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.ISTORE, i);
        code.visitLabel(next);
        code.visitVarInsn(Opcodes.ILOAD, i);
        code.visitVarInsn(Opcodes.ALOAD, originals);
        code.visitInsn(Opcodes.ARRAYLENGTH);
        code.visitJumpInsn(Opcodes.IF_ICMPGE, done);
        code.visitVarInsn(Opcodes.ALOAD, originals);
        code.visitVarInsn(Opcodes.ILOAD, i);
        code.visitInsn(Opcodes.AALOAD);
        code.visitJumpInsn(Opcodes.IFNULL, skip);
        code.visitVarInsn(Opcodes.ALOAD, copies);
        code.visitVarInsn(Opcodes.ILOAD, i);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, originals);
        code.visitVarInsn(Opcodes.ILOAD, i);
        code.visitInsn(Opcodes.AALOAD);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, COMPILED, "copyOf", COPY, false);
        code.visitInsn(Opcodes.AASTORE);
        code.visitLabel(skip);
        code.visitIincInsn(i, 1);
        code.visitJumpInsn(Opcodes.GOTO, next);
        code.visitLabel(done);
        end(code, Opcodes.RETURN);
    }

    private static void end(MethodVisitor code, int opcode) {
        code.visitInsn(opcode);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
