package dev.larder.agent.core.reads;

import java.util.LinkedHashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Which fields of an object are set by code other than its constructors: that of its classes, and of the outermost class with the
 * classes that are written within it. A setter counts; what a framework injects past the code does not.
 */
public final class LateWrites {

    private final Hierarchy hierarchy;
    private final Set<ReadField> written = new LinkedHashSet<>();

    private LateWrites(Class<?> type) {
        this.hierarchy = new Hierarchy(type);
    }

    /**
     * Of the objects of a class. Where a class file is missing, nothing is known of its code.
     *
     * @param user another class whose code may set them, with its outermost class; may be the same
     */
    public static Set<ReadField> of(Class<?> type, Class<?> user) {
        LateWrites writes = new LateWrites(type);
        writes.look(writes.hierarchy);
        if (user != type) {
            writes.look(new Hierarchy(user));
        }
        return writes.written;
    }

    private void look(Hierarchy code) {
        for (String name : code.family()) {
            CodeFile file = code.file(name);
            if (file != null) {
                look(file, hierarchy.contains(name));
            }
        }
    }

    private void look(CodeFile file, boolean isOfObject) {
        for (String method : file.methods()) {
            boolean isOwnConstructor = isOfObject && method.startsWith("<");
            if (!isOwnConstructor && file.hasCode(method)) {
                file.accept(method, new Writes());
            }
        }
    }

    private final class Writes extends MethodVisitor {

        Writes() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (opcode == Opcodes.PUTFIELD && hierarchy.contains(owner)) {
                written.add(new ReadField(owner, name));
            }
        }
    }
}
