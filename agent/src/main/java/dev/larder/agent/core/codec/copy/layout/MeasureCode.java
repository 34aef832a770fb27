package dev.larder.agent.core.codec.copy.layout;

import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * The code of {@link Shell#bytesOf} and {@link Shell#hintOf}.
 *
 * <p><b>Threads.</b> Has no state.
 */
final class MeasureCode {

    private static final String OBJECT = "Ljava/lang/Object;";
    private static final String STRING = "java/lang/String";
    private static final String SIZES = Type.getInternalName(Sizes.class);
    private static final String HINTS = Type.getInternalName(Hints.class);

    private static final int ORIGINAL = 1;
    private static final int DEPTH = 2;

    /** So many fields of a kind tell objects apart. */
    private static final int MOST_NUMBERS = 4;

    private static final int MOST_TEXTS = 2;
    private static final int MOST_OTHERS = 2;

    private MeasureCode() {}

    static void bytesOf(MethodVisitor code, Layout layout) {
        code.visitCode();
        code.visitLdcInsn((long) layout.bytes());
        for (Slot leaf : layout.leaves()) {
            SlotCode.get(code, leaf, ORIGINAL);
            if (leaf.type() == String.class) {
                code.visitTypeInsn(Opcodes.CHECKCAST, STRING);
                code.visitMethodInsn(Opcodes.INVOKESTATIC, SIZES, "ofText", "(L" + STRING + ";)J", false);
            } else if (Sizes.fixedOf(leaf.type()) != Sizes.VARIABLE) {
                code.visitLdcInsn(Sizes.fixedOf(leaf.type()));
                code.visitMethodInsn(Opcodes.INVOKESTATIC, SIZES, "ofFixed", "(" + OBJECT + "J)J", false);
            } else {
                code.visitMethodInsn(Opcodes.INVOKESTATIC, SIZES, "of", "(" + OBJECT + ")J", false);
            }
            code.visitInsn(Opcodes.LADD);
        }
        SlotCode.end(code, Opcodes.LRETURN);
    }

    static void hintOf(MethodVisitor code, Layout layout) {
        List<Slot> numbers = layout.slots().stream()
                .filter(slot -> !slot.isReference())
                .limit(MOST_NUMBERS)
                .toList();
        List<Slot> leaves = Stream.of(layout.leaves())
                .limit(numbers.isEmpty() ? MOST_TEXTS : 1)
                .toList();
        code.visitCode();
        code.visitInsn(Opcodes.ICONST_1);
        numbers.forEach(slot -> addNumber(code, slot));
        leaves.forEach(slot -> addLeaf(code, slot));
        if (layout.needsHintsOfOthers()) {
            Stream.of(layout.open()).limit(MOST_OTHERS).forEach(slot -> addOther(code, slot));
        }
        SlotCode.end(code, Opcodes.IRETURN);
    }

    private static void addNumber(MethodVisitor code, Slot slot) {
        times31(code);
        SlotCode.get(code, slot, ORIGINAL);
        switch (Type.getType(slot.type()).getSort()) {
            case Type.LONG -> hash(code, "java/lang/Long", "J");
            case Type.DOUBLE -> hash(code, "java/lang/Double", "D");
            case Type.FLOAT -> hash(code, "java/lang/Float", "F");
            default -> {} // is an int on the stack
        }
        code.visitInsn(Opcodes.IADD);
    }

    private static void hash(MethodVisitor code, String box, String held) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, box, "hashCode", "(" + held + ")I", false);
    }

    private static void addLeaf(MethodVisitor code, Slot slot) {
        times31(code);
        SlotCode.get(code, slot, ORIGINAL);
        if (slot.type() == String.class) {
            code.visitTypeInsn(Opcodes.CHECKCAST, STRING);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, HINTS, "ofText", "(L" + STRING + ";)I", false);
        } else {
            code.visitInsn(Opcodes.ICONST_0);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, HINTS, "of", "(" + OBJECT + "I)I", false);
        }
        code.visitInsn(Opcodes.IADD);
    }

    private static void addOther(MethodVisitor code, Slot slot) {
        times31(code);
        SlotCode.get(code, slot, ORIGINAL);
        code.visitVarInsn(Opcodes.ILOAD, DEPTH);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, HINTS, "of", "(" + OBJECT + "I)I", false);
        code.visitInsn(Opcodes.IADD);
    }

    private static void times31(MethodVisitor code) {
        code.visitIntInsn(Opcodes.BIPUSH, 31);
        code.visitInsn(Opcodes.IMUL);
    }
}
