package dev.larder.agent.core.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * One place in the production code that makes a line of a message, as its class file has it.
 *
 * @param method that makes it, with its class
 * @param messages those that it may be made of; empty if the code does not name them there
 * @param values how many it is given; -1 for an array that comes from elsewhere
 */
record MessageUse(String method, Set<Message> messages, int values) {

    private static final String MESSAGE = Type.getInternalName(Message.class);

    static List<MessageUse> all() {
        List<MessageUse> uses = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes())) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                add(new ClassReader(Files.readAllBytes(file)), uses);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return uses;
    }

    private static Path classes() {
        try {
            return Path.of(Message.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static void add(ClassReader file, List<MessageUse> uses) {
        String owner = file.getClassName().replace('/', '.');
        file.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, @Nullable String signature, String[] thrown) {
                        return new Calls(owner + "." + name, uses);
                    }
                },
                ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    /** The array of the values is made right behind the message, whatever else its values are made of. */
    private static final class Calls extends MethodVisitor {

        private final String method;
        private final List<MessageUse> uses;
        private Set<Message> messages = new LinkedHashSet<>();
        private int constant = -1;
        private int values = -1;

        Calls(String method, List<MessageUse> uses) {
            super(Opcodes.ASM9);
            this.method = method;
            this.uses = uses;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            boolean isMessage = descriptor.equals("L" + MESSAGE + ";");
            if (isMessage) {
                values = -1;
            }
            if (isMessage && opcode == Opcodes.GETSTATIC && owner.equals(MESSAGE)) {
                messages.add(Message.valueOf(name));
            }
        }

        @Override
        public void visitInsn(int opcode) {
            boolean isSmall = opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5;
            constant = isSmall ? opcode - Opcodes.ICONST_0 : constant;
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            constant = opcode == Opcodes.BIPUSH ? operand : constant;
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            boolean isArray = opcode == Opcodes.ANEWARRAY && type.equals("java/lang/Object");
            values = isArray && values < 0 ? constant : values;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (owner.equals(MESSAGE) && name.equals("of")) {
                uses.add(new MessageUse(method, messages, values));
                messages = new LinkedHashSet<>();
                values = -1;
            }
        }
    }
}
