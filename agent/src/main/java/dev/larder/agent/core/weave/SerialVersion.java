package dev.larder.agent.core.weave;

import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Computes the default {@code serialVersionUID} of a class before it is woven. It depends on the non-private methods
 * and their modifiers, and weaving removes {@code synchronized} from some and adds others.
 *
 * <p><b>Shape.</b> Java Object Serialization Specification, 4.6.
 */
public final class SerialVersion extends ClassVisitor {

    public static final String FIELD = "serialVersionUID";

    private static final Set<String> SERIALIZABLE = Set.of("java/io/Serializable");

    private static final int OF_CLASS =
            Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;
    private static final int OF_FIELD = Opcodes.ACC_PUBLIC
            | Opcodes.ACC_PRIVATE
            | Opcodes.ACC_PROTECTED
            | Opcodes.ACC_STATIC
            | Opcodes.ACC_FINAL
            | Opcodes.ACC_VOLATILE
            | Opcodes.ACC_TRANSIENT;
    private static final int OF_METHOD = Opcodes.ACC_PUBLIC
            | Opcodes.ACC_PRIVATE
            | Opcodes.ACC_PROTECTED
            | Opcodes.ACC_STATIC
            | Opcodes.ACC_FINAL
            | Opcodes.ACC_SYNCHRONIZED
            | Opcodes.ACC_NATIVE
            | Opcodes.ACC_ABSTRACT
            | Opcodes.ACC_STRICT;

    private String name = "";
    private int access;
    private String[] interfaces = {};
    private final List<Member> fields = new ArrayList<>();
    private final List<Member> constructors = new ArrayList<>();
    private final List<Member> methods = new ArrayList<>();
    private boolean hasInitializer;
    private boolean isDeclared;

    private SerialVersion() {
        super(Opcodes.ASM9);
    }

    /** Null for a class that has no such number, or declares it. */
    static @Nullable Long of(VisibleTypes types, TypeOutline type, ClassReader file) {
        if (type.isInterface()
                || type.is(Opcodes.ACC_ENUM)
                || "java/lang/Record".equals(type.superName())
                || !types.isAny(type.name(), type.directSupertypes(), SERIALIZABLE)) {
            return null;
        }
        SerialVersion version = new SerialVersion();
        file.accept(version, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return version.isDeclared ? null : version.compute();
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String[] interfaces) {
        this.name = name;
        this.access = access;
        this.interfaces = interfaces.clone();
    }

    /** For a nested class the modifiers of its declaration count, not those of its class file. */
    @Override
    public void visitInnerClass(String inner, @Nullable String outer, @Nullable String simpleName, int access) {
        if (inner.equals(name)) {
            this.access = access;
        }
    }

    @Override
    public @Nullable FieldVisitor visitField(
            int access, String field, String descriptor, @Nullable String signature, @Nullable Object value) {
        isDeclared |= field.equals(FIELD);
        boolean isHidden =
                (access & Opcodes.ACC_PRIVATE) != 0 && (access & (Opcodes.ACC_STATIC | Opcodes.ACC_TRANSIENT)) != 0;
        if (!isHidden) {
            fields.add(new Member(field, access & OF_FIELD, descriptor));
        }
        return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String method, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        if (method.equals("<clinit>")) {
            hasInitializer = true;
        } else if ((access & Opcodes.ACC_PRIVATE) == 0) {
            List<Member> members = method.equals("<init>") ? constructors : methods;
            members.add(new Member(method, access & OF_METHOD, descriptor.replace('/', '.')));
        }
        return null;
    }

    private long compute() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            write(new DataOutputStream(bytes));
            byte[] digest = MessageDigest.getInstance("SHA").digest(bytes.toByteArray());
            long version = 0;
            for (int i = Long.BYTES - 1; i >= 0; i--) {
                version = version << Byte.SIZE | (digest[i] & 0xFF);
            }
            return version;
        } catch (IOException | NoSuchAlgorithmException e) { // cannot happen
            throw new IllegalStateException(e);
        }
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeUTF(name.replace('/', '.'));
        out.writeInt(access & OF_CLASS);
        Arrays.sort(interfaces);
        for (String implemented : interfaces) {
            out.writeUTF(implemented.replace('/', '.'));
        }
        write(fields, out);
        if (hasInitializer) {
            new Member("<clinit>", Opcodes.ACC_STATIC, "()V").write(out);
        }
        write(constructors, out);
        write(methods, out);
    }

    private static void write(List<Member> members, DataOutputStream out) throws IOException {
        members.sort(Comparator.comparing(Member::name).thenComparing(Member::descriptor));
        for (Member member : members) {
            member.write(out);
        }
    }

    private record Member(String name, int modifiers, String descriptor) {

        void write(DataOutputStream out) throws IOException {
            out.writeUTF(name);
            out.writeInt(modifiers);
            out.writeUTF(descriptor);
        }
    }
}
