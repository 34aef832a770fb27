package dev.larder.agent.core.classfile;

import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes methods on which a compiler may have repeated the annotations of another one that they forward to. A call of
 * both is one call to the application, so only the other one is cached.
 *
 * <ul>
 *   <li>Scala: {@code static T name(A)} of a class, which calls {@code name} of its companion object, and {@code T name(A)}
 *   of a class with a trait, which calls {@code static T name$(Trait, A)}. They do nothing else. An override that a developer
 *   wrote may have the same code, so the annotations of both have to be compared.
 *   <li>Groovy: what is marked {@code @Generated}, as for default arguments and delegates. A trait's methods are static ones
 *   of a helper class, for which classes with the trait have methods of their own.
 * </ul>
 *
 * <p><b>Threads.</b> Confined to the reader of one method.
 */
final class RepeatedAnnotations extends MethodVisitor {

    private static final String GENERATED_BY_GROOVY = "Lgroovy/transform/Generated;";
    private static final String HELPER_OF_GROOVY = "$Trait$Helper";
    private static final String MODULE = "MODULE$";

    private final String owner;
    private final boolean isStatic;
    private final String name;
    private final String descriptor;
    private boolean isGenerated;
    private @Nullable String forwardsTo;
    private int nextParameter;
    private boolean doesMore;

    RepeatedAnnotations(String owner, int access, String name, String descriptor) {
        super(Opcodes.ASM9);
        this.owner = owner;
        this.isStatic = (access & Opcodes.ACC_STATIC) != 0;
        this.name = name;
        this.descriptor = descriptor;
        this.isGenerated = owner.endsWith(HELPER_OF_GROOVY);
    }

    /** Once the method has been visited: whether Groovy's compiler wrote it. */
    boolean isGenerated() {
        return isGenerated;
    }

    /**
     * Once the method has been visited: the class with the method of the same name and descriptor that it passes its arguments to
     * as they are, doing nothing else. Null if it does more.
     */
    @Nullable
    String forwardsTo() {
        return doesMore ? null : forwardsTo;
    }

    void annotation(String type) {
        isGenerated |= type.equals(GENERATED_BY_GROOVY);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        boolean isOther = isStatic
                ? callsCompanion(opcode, owner, name, descriptor)
                : callsTrait(opcode, owner, name, descriptor);
        doesMore |= forwardsTo != null || !isOther;
        forwardsTo = owner;
    }

    private boolean callsCompanion(int opcode, String owner, String name, String descriptor) {
        return opcode == Opcodes.INVOKEVIRTUAL
                && owner.equals(companion())
                && name.equals(this.name)
                && descriptor.equals(this.descriptor);
    }

    private boolean callsTrait(int opcode, String owner, String name, String descriptor) {
        return opcode == Opcodes.INVOKESTATIC
                && name.equals(this.name + "$")
                && descriptor.equals("(L" + owner + ";" + this.descriptor.substring(1));
    }

    private String companion() {
        return owner + "$";
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        doesMore |= !isStatic || opcode != Opcodes.GETSTATIC || !owner.equals(companion()) || !name.equals(MODULE);
    }

    /** Of other arguments, or in another order, a template would make another text. */
    @Override
    public void visitVarInsn(int opcode, int variable) {
        doesMore |= opcode > Opcodes.ALOAD || variable != nextParameter;
        nextParameter += opcode == Opcodes.LLOAD || opcode == Opcodes.DLOAD ? 2 : 1;
    }

    /** All that is there without a variable, a type or a target; a return is the end of any method. */
    @Override
    public void visitInsn(int opcode) {
        doesMore |= opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN;
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        doesMore = true;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        doesMore = true;
    }

    @Override
    public void visitLdcInsn(Object value) {
        doesMore = true;
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        doesMore = true;
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        doesMore = true;
    }

    @Override
    public void visitIincInsn(int variable, int increment) {
        doesMore = true;
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
        doesMore = true;
    }
}
