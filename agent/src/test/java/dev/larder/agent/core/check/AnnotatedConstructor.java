package dev.larder.agent.core.check;

import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Writes what javac refuses to: {@code @Cached} on a constructor. */
final class AnnotatedConstructor extends ClassVisitor {

    private AnnotatedConstructor(ClassVisitor out) {
        super(Opcodes.ASM9, out);
    }

    static byte[] of(byte[] classFile) {
        ClassWriter out = new ClassWriter(0);
        new ClassReader(classFile).accept(new AnnotatedConstructor(out), 0);
        return out.toByteArray();
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
        if (name.equals("<init>")) {
            AnnotationVisitor cached = method.visitAnnotation("Ldev/larder/Cached;", true);
            cached.visit("ttl", 1L);
            cached.visitEnd();
        }
        return method;
    }
}
