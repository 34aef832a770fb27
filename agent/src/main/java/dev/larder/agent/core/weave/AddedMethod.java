package dev.larder.agent.core.weave;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.inheritance.SelectedBody;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.signature.SignatureReader;
import net.bytebuddy.jar.asm.signature.SignatureVisitor;
import org.jspecify.annotations.Nullable;

/**
 * A method that weaving adds to a class. It passes its arguments to another method.
 *
 * <p>It looks like the method that compilers write to make an inherited method visible: a synthetic bridge with the
 * annotations of that method.
 *
 * @param like the method it stands for
 * @param origin declares that one
 * @param opcode how the other method is called
 * @param owner the other method's class, by internal name
 * @param target the other method's descriptor; arguments and result are cast where it differs
 */
record AddedMethod(MethodOutline like, String origin, int opcode, String owner, boolean isInterface, String target) {

    /** Overrides {@code body} and calls it in {@code supertype}. */
    static AddedMethod callingSuper(SelectedBody body, TypeOutline supertype) {
        return new AddedMethod(
                body.method(),
                body.owner().name(),
                Opcodes.INVOKESPECIAL,
                supertype.name(),
                supertype.isInterface(),
                body.method().descriptor());
    }

    /** Overrides {@code bridge} and calls {@code target} virtually on an object of class {@code type}. */
    static AddedMethod redirecting(SelectedBody bridge, TypeOutline type, MethodOutline target) {
        return new AddedMethod(
                bridge.method(), bridge.owner().name(), Opcodes.INVOKEVIRTUAL, type.name(), false, target.descriptor());
    }

    String id() {
        return like.id();
    }

    /** @param file the class file that declares the method it stands for; null if it cannot be read */
    void write(ClassVisitor out, byte @Nullable [] file) {
        Declaration declaration = new Declaration(out);
        if (file != null) {
            new ClassReader(file).accept(declaration, ClassReader.SKIP_CODE);
        }
        if (!declaration.isWritten) {
            MethodVisitor method = out.visitMethod(like.bridgeAccess(), like.name(), like.descriptor(), null, null);
            writeCode(method);
            method.visitEnd();
        }
    }

    private void writeCode(MethodVisitor code) {
        Type[] given = Type.getArgumentTypes(like.descriptor());
        Type[] wanted = Type.getArgumentTypes(target);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        int slot = 1;
        for (int i = 0; i < given.length; i++) {
            code.visitVarInsn(given[i].getOpcode(Opcodes.ILOAD), slot);
            cast(code, given[i], wanted[i]);
            slot += given[i].getSize();
        }
        code.visitMethodInsn(opcode, owner, like.name(), target, isInterface);
        Type result = Type.getReturnType(like.descriptor());
        cast(code, Type.getReturnType(target), result);
        code.visitInsn(result.getOpcode(Opcodes.IRETURN));
        code.visitMaxs(Math.max(slot, result.getSize()), slot);
    }

    private static void cast(MethodVisitor code, Type from, Type to) {
        if (!from.equals(to) && to.getSort() >= Type.ARRAY) {
            code.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
        }
    }

    /** Finds the method it stands for and writes this one with the same annotations, parameters and exceptions. */
    private final class Declaration extends ClassVisitor {

        private final ClassVisitor out;
        private boolean isWritten;

        private Declaration(ClassVisitor out) {
            super(Opcodes.ASM9);
            this.out = out;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if (isWritten || !like.id().equals(name + descriptor)) {
                return null;
            }
            isWritten = true;
            String kept = signature != null && isSelfContained(signature) ? signature : null;
            return new Copy(out.visitMethod(like.bridgeAccess(), name, descriptor, kept, exceptions));
        }
    }

    /** A signature with type variables of its class has no meaning in another class. */
    private static boolean isSelfContained(String signature) {
        boolean[] isOpen = new boolean[1];
        new SignatureReader(signature).accept(new SignatureVisitor(Opcodes.ASM9) {
            @Override
            public void visitTypeVariable(String name) {
                isOpen[0] = true;
            }
        });
        return !isOpen[0];
    }

    private final class Copy extends MethodVisitor {

        private Copy(MethodVisitor out) {
            super(Opcodes.ASM9, out);
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotationDefault() {
            return null;
        }

        @Override
        public void visitEnd() {
            writeCode(mv);
            mv.visitEnd();
        }
    }
}
