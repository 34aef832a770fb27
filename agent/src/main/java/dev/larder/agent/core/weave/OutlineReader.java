package dev.larder.agent.core.weave;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Reads a class file into a {@link TypeOutline}. */
final class OutlineReader extends ClassVisitor {

    private int majorVersion;
    private int access;
    private String name = "";
    private @Nullable String superName;
    private List<String> interfaces = List.of();
    private final List<MethodOutline> methods = new ArrayList<>();

    private OutlineReader() {
        super(Opcodes.ASM9);
    }

    static TypeOutline read(ClassReader file) {
        OutlineReader reader = new OutlineReader();
        file.accept(reader, ClassReader.SKIP_FRAMES);
        return new TypeOutline(
                reader.majorVersion, reader.access, reader.name, reader.superName, reader.interfaces, reader.methods);
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String[] interfaces) {
        this.majorVersion = version & 0xFFFF;
        this.access = access;
        this.name = name;
        this.superName = superName;
        this.interfaces = List.of(interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        return new MethodReader(access, name, descriptor);
    }

    private final class MethodReader extends MethodVisitor {

        private final int access;
        private final String name;
        private final String descriptor;
        private final ParameterNames parameterNames;
        private final MethodAnnotations.Collector annotations = new MethodAnnotations.Collector();
        private @Nullable Label start;
        private @Nullable String bridgedDescriptor;

        private MethodReader(int access, String name, String descriptor) {
            super(Opcodes.ASM9);
            this.access = access;
            this.name = name;
            this.descriptor = descriptor;
            this.parameterNames =
                    new ParameterNames(Type.getArgumentTypes(descriptor), (access & Opcodes.ACC_STATIC) != 0);
        }

        @Override
        public void visitParameter(@Nullable String name, int access) {
            parameterNames.declared(name);
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return annotations.visitor(descriptor);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            boolean isBridge = (access & Opcodes.ACC_BRIDGE) != 0;
            if (isBridge && owner.equals(OutlineReader.this.name) && name.equals(this.name)) {
                bridgedDescriptor = descriptor;
            }
        }

        @Override
        public void visitLabel(Label label) {
            start = start == null ? label : start;
        }

        /** Only parameters live from the method's first label on; a slot may have other variables later. */
        @Override
        public void visitLocalVariable(
                String name, String descriptor, @Nullable String signature, Label start, Label end, int index) {
            if (start == this.start) {
                parameterNames.variable(name, descriptor, index);
            }
        }

        @Override
        public void visitEnd() {
            methods.add(new MethodOutline(
                    access, name, descriptor, parameterNames.names(), annotations.annotations(), bridgedDescriptor));
        }
    }
}
