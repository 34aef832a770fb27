package dev.larder.agent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/** What is added to the end of a constructor. */
final class MadeNoticeTest {

    private static final Handle LINKER = new Handle(Opcodes.H_INVOKESTATIC, "Linker", "link", "()V", false);

    private final List<String> written = new ArrayList<>();
    private final MadeNotice notice = new MadeNotice(
            new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitVarInsn(int opcode, int index) {
                    written.add(opcode + " " + index);
                }

                @Override
                public void visitInsn(int opcode) {
                    written.add("" + opcode);
                }

                @Override
                public void visitInvokeDynamicInsn(String name, String descriptor, Handle linker, Object... constants) {
                    written.add(name + descriptor);
                }
            },
            "Shop",
            false,
            LINKER,
            List.of());

    @Test
    void constructor_passesItsObjectOn_beforeEachReturn() {
        notice.visitVarInsn(Opcodes.ISTORE, 1);
        notice.visitInsn(Opcodes.RETURN);
        notice.visitInsn(Opcodes.RETURN);

        String passed = Opcodes.ALOAD + " 0";
        String end = "" + Opcodes.RETURN;
        assertThat(written)
                .containsExactly(Opcodes.ISTORE + " 1", passed, "made(LShop;)V", end, passed, "made(LShop;)V", end);
    }

    /** Then the place of {@code this} has something else, which the verifier would not let pass. */
    @Test
    void constructor_thatUsesThePlaceOfThisForSomethingElse_passesNothingOn() {
        notice.visitVarInsn(Opcodes.ASTORE, 0);
        notice.visitInsn(Opcodes.RETURN);

        assertThat(written).containsExactly(Opcodes.ASTORE + " 0", "" + Opcodes.RETURN);
    }
}
