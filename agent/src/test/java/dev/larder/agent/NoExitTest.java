package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/** An agent that ends the JVM takes the application along. One class may, where an operator requires Redis. */
final class NoExitTest {

    private static final Set<String> ENDING =
            Set.of("java/lang/System.exit", "java/lang/Runtime.exit", "java/lang/Runtime.halt");

    private static final Path ENDS_PROCESSES = Path.of("core", "required", "ProcessEnd.class");

    @Test
    void h7_ownClasses_neverEndTheJvmUnlessRedisIsRequired() throws IOException {
        List<Path> classes = ownClasses();

        assertThat(classes).hasSizeGreaterThan(30);
        assertThat(classes).allSatisfy(file -> assertThat(callsIn(Files.readAllBytes(file)))
                .as(file.toString())
                .doesNotContainAnyElementsOf(ENDING));
    }

    @Test
    void h7_scan_findsSuchACall() throws IOException {
        byte[] exiting = Files.readAllBytes(Path.of("target/test-classes/dev/larder/agent/NoExitTest$Exiting.class"));

        assertThat(callsIn(exiting)).contains("java/lang/System.exit", "java/lang/Runtime.halt");
    }

    private static List<Path> ownClasses() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("target", "classes"))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith(ENDS_PROCESSES))
                    .toList();
        }
    }

    private static List<String> callsIn(byte[] classFile) {
        List<String> calls = new ArrayList<>();
        new ClassReader(classFile).accept(new CallCollector(calls), ClassReader.SKIP_DEBUG);
        return calls;
    }

    @SuppressWarnings("unused")
    private static final class Exiting {
        void now() {
            System.exit(1);
            Runtime.getRuntime().halt(1);
        }
    }

    private static final class CallCollector extends ClassVisitor {

        private final List<String> calls;

        private CallCollector(List<String> calls) {
            super(Opcodes.ASM9);
            this.calls = calls;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean isInterface) {
                    calls.add(owner + "." + called);
                }
            };
        }
    }
}
