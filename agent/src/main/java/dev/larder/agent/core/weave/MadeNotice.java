package dev.larder.agent.core.weave;

import dev.larder.agent.core.plan.WarmedMethod;
import java.util.List;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Ends a constructor with one {@code invokedynamic} that passes on the new object, or a static initializer with one that
 * passes on nothing, so that Larder can call methods ahead.
 *
 * <p><b>Why</b> in front of each return, and not in a {@code finally}: an object whose constructor threw is none. One of a subclass
 * is not complete there, so nothing is called on it before the thread has left its constructors.
 */
final class MadeNotice extends MethodVisitor {

    private final String owner;
    private final boolean isStatic;
    private final Handle linker;
    private final List<WarmedMethod> warmed;

    /** A constructor may use the place of {@code this} for something else, though no compiler does. */
    private boolean hasLostThis;

    /** @param warmed the methods that are static if this is the initializer, or else those that are not */
    MadeNotice(MethodVisitor out, String owner, boolean isStatic, Handle linker, List<WarmedMethod> warmed) {
        super(Opcodes.ASM9, out);
        this.owner = owner;
        this.isStatic = isStatic;
        this.linker = linker;
        this.warmed = warmed;
    }

    /** A whole initializer. */
    static void write(MethodVisitor code) {
        code.visitCode();
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        hasLostThis |= index == 0 && opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE;
        super.visitVarInsn(opcode, index);
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.RETURN && (isStatic || !hasLostThis)) {
            if (!isStatic) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
            }
            String descriptor = isStatic ? "()V" : "(L" + owner + ";)V";
            super.visitInvokeDynamicInsn("made", descriptor, linker, WarmedMethod.toConstants(warmed));
        }
        super.visitInsn(opcode);
    }

    /** There may be something left on the stack at a return. */
    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(isStatic ? maxStack : maxStack + 1, maxLocals);
    }
}
