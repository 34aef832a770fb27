package dev.larder.agent.core.weave;

import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.inheritance.InheritedBody;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.WarmedMethod;
import java.util.List;
import net.bytebuddy.jar.asm.Attribute;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Moves the bodies of annotated methods into private methods, and puts one {@code invokedynamic} in the place of each.
 *
 * <p><b>Shape.</b>
 *
 * <pre>
 *   {@literal @}Cached(…) public synchronized Price quote(String sku) throws Gone { BODY }
 * becomes
 *   {@literal @}Cached(…) public Price quote(String sku) throws Gone { return invokedynamic quote(this, sku); }
 *   private synthetic synchronized Price quote$uncached(String sku) { BODY }
 * </pre>
 *
 * <p>Everything except the code stays with the original: annotations, parameters, generic signature, exceptions. The
 * code moves unchanged, with its line numbers, variables and frames. {@code synchronized} moves with the code, so that
 * a hit enters no monitor. {@code varargs} does not, so that a handle to the body takes its arguments as they are. The
 * call site has the line of the body's first statement.
 *
 * <p>If the class implements an annotated method by an inherited body, it first gets a method that calls that body by
 * {@code super}: see {@link InheritedBody}.
 *
 * <p>If methods are called ahead, constructors and the initializer end with a {@link MadeNotice}.
 *
 * <p>Everything else in the class is copied byte for byte, including unknown attributes.
 */
final class BodyMover extends ClassVisitor {

    private static final String LINK_DESCRIPTOR = "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
            + "Ljava/lang/invoke/MethodType;[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;";

    private final TypeOutline type;
    private final ClassPlan plan;
    private final VisibleTypes types;
    private final String bootstrap;
    private final @Nullable Long serialVersion;

    private BodyMover(
            ClassVisitor out,
            VisibleTypes types,
            TypeOutline type,
            ClassPlan plan,
            String bootstrap,
            @Nullable Long serialVersion) {
        super(Opcodes.ASM9, out);
        this.types = types;
        this.type = type;
        this.plan = plan;
        this.bootstrap = bootstrap;
        this.serialVersion = serialVersion;
    }

    /**
     * @param bootstrap the internal name of the class that links
     * @param serialVersion the number the class has to keep; null if it has none or declares it
     */
    static byte[] move(
            ClassReader file,
            VisibleTypes types,
            TypeOutline type,
            ClassPlan plan,
            String bootstrap,
            @Nullable Long serialVersion) {
        // Neither frames nor maxima are computed: that would ask for common superclasses, and load classes.
        ClassWriter out = new ClassWriter(file, 0);
        file.accept(new BodyMover(out, types, type, plan, bootstrap, serialVersion), 0);
        return out.toByteArray();
    }

    @Override
    public void visitEnd() {
        for (AddedMethod method : plan.added()) {
            method.write(this, types.classFile(method.origin()));
        }
        if (plan.addsInitializer()) {
            addInitializer();
        }
        if (serialVersion != null) {
            int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;
            visitField(access, SerialVersion.FIELD, "J", null, serialVersion).visitEnd();
        }
        super.visitEnd();
    }

    private void addInitializer() {
        MethodVisitor code = super.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        List<WarmedMethod> announced = warmed(true);
        MadeNotice.write(announced.isEmpty() ? code : notice(code, true, announced));
    }

    private List<WarmedMethod> warmed(boolean isStatic) {
        return plan.warmed().stream().filter(one -> one.isStatic() == isStatic).toList();
    }

    private MethodVisitor notice(MethodVisitor code, boolean isStatic, List<WarmedMethod> announced) {
        Handle linker = new Handle(Opcodes.H_INVOKESTATIC, bootstrap, "linkMade", LINK_DESCRIPTOR, false);
        return new MadeNotice(code, type.name(), isStatic, linker, announced);
    }

    /** Its end tells of the methods that are called ahead, if there are any. */
    private MethodVisitor announcing(MethodVisitor code, String name) {
        if (!name.startsWith("<")) {
            return code;
        }
        boolean isStatic = name.equals("<clinit>");
        List<WarmedMethod> announced = warmed(isStatic);
        return announced.isEmpty() ? code : notice(code, isStatic, announced);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        MethodPlan method = plan.methods().get(name + descriptor);
        if (method == null) {
            MethodVisitor same = announcing(super.visitMethod(access, name, descriptor, signature, exceptions), name);
            String override = plan.redirected().get(name + descriptor);
            return override == null ? same : new Redirection(same, name, override);
        }
        MethodVisitor original =
                super.visitMethod(access & ~Opcodes.ACC_SYNCHRONIZED, name, descriptor, signature, exceptions);
        MethodVisitor body =
                super.visitMethod(bodyAccess(access), name + MethodPlan.MOVED_SUFFIX, descriptor, null, null);
        return new Splitter(original, body, new Doorway(name, descriptor, method));
    }

    private static int bodyAccess(int access) {
        int moves = Opcodes.ACC_STATIC | Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_STRICT;
        return Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC | (access & moves);
    }

    /** Writes what comes before the code to the original, and the code to the body. */
    private static final class Splitter extends MethodVisitor {

        private final MethodVisitor original;
        private final MethodVisitor body;
        private final Doorway doorway;
        private int firstLine;

        private Splitter(MethodVisitor original, MethodVisitor body, Doorway doorway) {
            super(Opcodes.ASM9, original);
            this.original = original;
            this.body = body;
            this.doorway = doorway;
        }

        @Override
        public void visitCode() {
            mv = body;
            body.visitCode();
        }

        /** Omits unknown attributes of the code: the writer would add them to the method. */
        @Override
        public void visitAttribute(Attribute attribute) {
            if (mv == original) {
                original.visitAttribute(attribute);
            }
        }

        @Override
        public void visitLineNumber(int line, Label start) {
            firstLine = firstLine == 0 ? line : firstLine;
            body.visitLineNumber(line, start);
        }

        @Override
        public void visitEnd() {
            body.visitEnd();
            doorway.write(original, firstLine);
            original.visitEnd();
        }
    }

    /** A bridge that called a method by {@code super} now calls the method that overrides it. */
    private final class Redirection extends MethodVisitor {

        private final String method;
        private final String override;

        private Redirection(MethodVisitor out, String method, String override) {
            super(Opcodes.ASM9, out);
            this.method = method;
            this.override = override;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (opcode == Opcodes.INVOKESPECIAL && name.equals(method) && descriptor.equals(override)) {
                super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, type.name(), name, descriptor, false);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }
    }

    /** The original's new code: passes all arguments to one call site, and returns its result. */
    private final class Doorway {

        private final String name;
        private final String descriptor;
        private final MethodPlan plan;

        private Doorway(String name, String descriptor, MethodPlan plan) {
            this.name = name;
            this.descriptor = descriptor;
            this.plan = plan;
        }

        private void write(MethodVisitor code, int line) {
            code.visitCode();
            if (line > 0) {
                Label start = new Label();
                code.visitLabel(start);
                code.visitLineNumber(line, start);
            }
            int words = loadArguments(code);
            code.visitInvokeDynamicInsn(name, callSiteDescriptor(), linker(), plan.toConstants());
            Type result = Type.getReturnType(descriptor);
            code.visitInsn(result.getOpcode(Opcodes.IRETURN));
            code.visitMaxs(Math.max(words, result.getSize()), words);
        }

        private int loadArguments(MethodVisitor code) {
            int slot = 0;
            if (!plan.isStatic()) {
                code.visitVarInsn(Opcodes.ALOAD, slot++);
            }
            for (Type argument : Type.getArgumentTypes(descriptor)) {
                code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
                slot += argument.getSize();
            }
            return slot;
        }

        private String callSiteDescriptor() {
            return plan.isStatic() ? descriptor : "(L" + type.name() + ";" + descriptor.substring(1);
        }

        private Handle linker() {
            String link = plan.isStatic() ? "linkStatic" : "link";
            return new Handle(Opcodes.H_INVOKESTATIC, bootstrap, link, LINK_DESCRIPTOR, false);
        }
    }
}
