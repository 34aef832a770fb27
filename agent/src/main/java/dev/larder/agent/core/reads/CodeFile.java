package dev.larder.agent.core.reads;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** A class file as its class loader finds it, unchanged by agents. */
final class CodeFile {

    private final ClassReader file;

    /** The outermost class, and the classes nested in it that this file mentions: no file lists all of them. */
    private final Set<String> beside = new HashSet<>();

    /** Access flags by name and descriptor. */
    private final Map<String, Integer> methods = new HashMap<>();

    private CodeFile(ClassReader file) {
        this.file = file;
        beside.add(outermost(file.getClassName()));
        file.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public @Nullable MethodVisitor visitMethod(
                            int access, String name, String descriptor, @Nullable String signature, String[] thrown) {
                        methods.put(name + descriptor, access);
                        return null;
                    }

                    @Override
                    public void visitInnerClass(
                            String name, @Nullable String outer, @Nullable String simpleName, int access) {
                        if (outermost(name).equals(outermost(file.getClassName()))) {
                            beside.add(name);
                        }
                    }
                },
                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    /** Null if there is no file, as for a class made at run time, or if it cannot be read. */
    static @Nullable CodeFile of(@Nullable ClassLoader loader, String internalName) {
        String resource = internalName + ".class";
        try (InputStream in = loader == null
                ? ClassLoader.getSystemResourceAsStream(resource)
                : loader.getResourceAsStream(resource)) {
            CodeFile file = in == null ? null : new CodeFile(new ClassReader(in.readAllBytes()));
            return file == null || !file.file.getClassName().equals(internalName) ? null : file;
        } catch (IOException | RuntimeException e) { // a class loader of the application's may fail
            return null;
        }
    }

    static String outermost(String name) {
        int dollar = name.indexOf('$');
        return dollar > 0 ? name.substring(0, dollar) : name;
    }

    /** By internal names. */
    Set<String> beside() {
        return beside;
    }

    /** Names and descriptors. */
    Set<String> methods() {
        return methods.keySet();
    }

    boolean declares(String method) {
        return methods.containsKey(method);
    }

    boolean declaresVirtual(String method) {
        return declares(method) && !has(method, Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC);
    }

    boolean isPackagePrivate(String method) {
        return !has(method, Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE);
    }

    boolean isStatic(String method) {
        return has(method, Opcodes.ACC_STATIC);
    }

    boolean isPrivate(String method) {
        return has(method, Opcodes.ACC_PRIVATE);
    }

    /** Whether no subclass can override the method. */
    boolean isFinal(String method) {
        return isFinalClass() || has(method, Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL | Opcodes.ACC_STATIC);
    }

    boolean isFinalClass() {
        return (file.getAccess() & Opcodes.ACC_FINAL) != 0;
    }

    /** Whether its superclass or one of its interfaces is of {@code java.util}, such as {@code Iterator}. */
    boolean isOfPlatformContract() {
        boolean isBelow = file.getSuperName() != null && file.getSuperName().startsWith("java/util/");
        for (String implemented : file.getInterfaces()) {
            isBelow |= implemented.startsWith("java/util/");
        }
        return isBelow;
    }

    /** Whether it has a body, be it native. */
    boolean implementsMethod(String method) {
        return declares(method) && !has(method, Opcodes.ACC_ABSTRACT);
    }

    boolean hasCode(String method) {
        return declares(method) && !has(method, Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE);
    }

    private boolean has(String method, int flags) {
        return (methods.getOrDefault(method, 0) & flags) != 0;
    }

    /** Visits the code of one method, by name and descriptor. */
    void accept(String method, MethodVisitor visitor) {
        accept(method::equals, visitor);
    }

    /** Visits the code of all chosen methods, by name and descriptor, in one pass. */
    void accept(Predicate<String> isChosen, MethodVisitor visitor) {
        file.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public @Nullable MethodVisitor visitMethod(
                            int access, String name, String descriptor, @Nullable String signature, String[] thrown) {
                        return isChosen.test(name + descriptor) ? visitor : null;
                    }
                },
                ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }
}
