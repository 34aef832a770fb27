package dev.larder.agent.core.codec.copy.layout;

import dev.larder.agent.core.codec.heap.Heap;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Code that reads and writes one field by its offset.
 *
 * <p><b>Threads.</b> Has no state.
 */
final class SlotCode {

    static final String UNSAFE = Heap.UNSAFE.replace('.', '/');

    private static final String OBJECT = "Ljava/lang/Object;";

    private SlotCode() {}

    static void access(MethodVisitor code) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, UNSAFE, "getUnsafe", "()L" + UNSAFE + ";", false);
    }

    /** Leaves the field of the object in a local variable on the stack. */
    static void get(MethodVisitor code, Slot slot, int owner) {
        access(code);
        code.visitVarInsn(Opcodes.ALOAD, owner);
        code.visitLdcInsn(slot.offset());
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, UNSAFE, "get" + suffix(slot), "(" + OBJECT + "J)" + held(slot), false);
    }

    static void copy(MethodVisitor code, Slot slot, int from, int to) {
        access(code);
        code.visitVarInsn(Opcodes.ALOAD, to);
        code.visitLdcInsn(slot.offset());
        get(code, slot, from);
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, UNSAFE, "put" + suffix(slot), "(" + OBJECT + "J" + held(slot) + ")V", false);
    }

    private static String held(Slot slot) {
        return slot.isReference() ? OBJECT : Type.getDescriptor(slot.type());
    }

    private static String suffix(Slot slot) {
        String name = slot.type().getName();
        return slot.isReference() ? "Reference" : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    static void end(MethodVisitor code, int opcode) {
        code.visitInsn(opcode);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
