package dev.larder.agent.core.weave;

import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** The class file of a JDK proxy, which the JDK does not give out: its superclass, its interface, its methods. */
public record ProxyClassFile(Class<?> implemented) {

    public String name() {
        return "jdkproxy.$Proxy0";
    }

    public byte[] bytes() {
        ClassWriter out = new ClassWriter(0);
        String[] interfaces = {Type.getInternalName(implemented)};
        out.visit(
                Opcodes.V17,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL,
                name().replace('.', '/'),
                null,
                "java/lang/reflect/Proxy",
                interfaces);
        for (java.lang.reflect.Method method : implemented.getMethods()) {
            MethodVisitor code =
                    out.visitMethod(Opcodes.ACC_PUBLIC, method.getName(), Type.getMethodDescriptor(method), null, null);
            code.visitCode();
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitInsn(Opcodes.ARETURN);
            code.visitMaxs(1, 3);
            code.visitEnd();
        }
        return out.toByteArray();
    }
}
