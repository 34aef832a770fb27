package dev.larder.agent.core.classfile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    /** The prefix of the variable with which Kotlin's compiler marks the body of an inline function for debuggers. */
    private static final String INLINE_FUNCTION_MARK = "$i$f$";

    private int majorVersion;
    private int access;
    private String name = "";
    private @Nullable String superName;
    private List<String> interfaces = List.of();
    private final List<MethodOutline> methods = new ArrayList<>();
    private final Set<String> superCalls = new HashSet<>();

    private OutlineReader() {
        super(Opcodes.ASM9);
    }

    static TypeOutline read(ClassReader file) {
        OutlineReader reader = new OutlineReader();
        file.accept(reader, ClassReader.SKIP_FRAMES);
        return new TypeOutline(
                reader.majorVersion,
                reader.access,
                reader.name,
                reader.superName,
                reader.interfaces,
                reader.methods,
                reader.superCalls);
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
        private final AnnotationCollector annotations = new AnnotationCollector();
        private @Nullable Label start;
        private MethodOutline.@Nullable Bridged bridged;
        private final int firstVariable;
        private boolean isInlinedByKotlin;
        private final RepeatedAnnotations repeated;

        private MethodReader(int access, String name, String descriptor) {
            this(access, name, descriptor, new RepeatedAnnotations(OutlineReader.this.name, access, name, descriptor));
        }

        private MethodReader(int access, String name, String descriptor, RepeatedAnnotations repeated) {
            super(Opcodes.ASM9, repeated);
            this.repeated = repeated;
            this.access = access;
            this.name = name;
            this.descriptor = descriptor;
            this.parameterNames =
                    new ParameterNames(Type.getArgumentTypes(descriptor), (access & Opcodes.ACC_STATIC) != 0);
            int words = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
            this.firstVariable = (access & Opcodes.ACC_STATIC) != 0 ? words - 1 : words;
        }

        @Override
        public void visitParameter(@Nullable String name, int access) {
            parameterNames.declared(name);
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            repeated.annotation(descriptor);
            return annotations.visitor(descriptor);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            if (opcode == Opcodes.INVOKESPECIAL && !owner.equals(OutlineReader.this.name)) {
                superCalls.add(name);
            }
            if ((access & Opcodes.ACC_BRIDGE) != 0 && name.equals(this.name)) {
                bridged = new MethodOutline.Bridged(owner, descriptor, opcode == Opcodes.INVOKESPECIAL);
            }
        }

        @Override
        public void visitLabel(Label label) {
            start = start == null ? label : start;
        }

        /** Only parameters are in scope from the method's first label on; a slot may hold other variables later. */
        @Override
        public void visitLocalVariable(
                String name, String descriptor, @Nullable String signature, Label start, Label end, int index) {
            if (start == this.start) {
                parameterNames.variable(name, descriptor, index);
            }
            isInlinedByKotlin |= index == firstVariable && isMarkOfInlineFunction(name);
        }

        /** The function's own mark is its first variable; those of functions inlined into it come later. */
        private boolean isMarkOfInlineFunction(String variable) {
            if (!variable.startsWith(INLINE_FUNCTION_MARK)) {
                return false;
            }
            // The function's name in Kotlin; the JVM's may have a suffix behind a '$' or a '-'.
            String function = variable.substring(INLINE_FUNCTION_MARK.length());
            return name.equals(function) || name.startsWith(function + "$") || name.startsWith(function + "-");
        }

        @Override
        public void visitEnd() {
            methods.add(new MethodOutline(
                    access,
                    name,
                    descriptor,
                    parameterNames.names(),
                    annotations.annotations(),
                    bridged,
                    isInlinedByKotlin,
                    repeated.isGenerated(),
                    repeated.forwardsTo()));
        }
    }
}
