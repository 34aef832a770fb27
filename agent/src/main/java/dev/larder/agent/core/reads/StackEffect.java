package dev.larder.agent.core.reads;

import net.bytebuddy.jar.asm.Opcodes;

/** How many words the plain instructions take off the operand stack and put on it. JVMS chapter 6. */
final class StackEffect {

    private static final int SIZE = 202;

    private static final byte[] POPS = new byte[SIZE];
    private static final byte[] PUSHES = new byte[SIZE];

    static {
        set(Opcodes.ACONST_NULL, Opcodes.ICONST_5, 0, 1);
        set(Opcodes.LCONST_0, Opcodes.LCONST_1, 0, 2);
        set(Opcodes.FCONST_0, Opcodes.FCONST_2, 0, 1);
        set(Opcodes.DCONST_0, Opcodes.DCONST_1, 0, 2);
        set(Opcodes.BIPUSH, Opcodes.SIPUSH, 0, 1);
        set(Opcodes.IALOAD, Opcodes.SALOAD, 2, 1);
        set(Opcodes.LALOAD, Opcodes.LALOAD, 2, 2);
        set(Opcodes.DALOAD, Opcodes.DALOAD, 2, 2);
        set(Opcodes.IASTORE, Opcodes.SASTORE, 3, 0);
        set(Opcodes.LASTORE, Opcodes.LASTORE, 4, 0);
        set(Opcodes.DASTORE, Opcodes.DASTORE, 4, 0);
        set(Opcodes.POP, Opcodes.POP, 1, 0);
        set(Opcodes.POP2, Opcodes.POP2, 2, 0);
        arithmetic();
        conversions();
        set(Opcodes.LCMP, Opcodes.LCMP, 4, 1);
        set(Opcodes.FCMPL, Opcodes.FCMPG, 2, 1);
        set(Opcodes.DCMPL, Opcodes.DCMPG, 4, 1);
        set(Opcodes.IFEQ, Opcodes.IFLE, 1, 0);
        set(Opcodes.IF_ICMPEQ, Opcodes.IF_ACMPNE, 2, 0);
        set(Opcodes.TABLESWITCH, Opcodes.LOOKUPSWITCH, 1, 0);
        set(Opcodes.IRETURN, Opcodes.IRETURN, 1, 0);
        set(Opcodes.LRETURN, Opcodes.LRETURN, 2, 0);
        set(Opcodes.FRETURN, Opcodes.FRETURN, 1, 0);
        set(Opcodes.DRETURN, Opcodes.DRETURN, 2, 0);
        set(Opcodes.ARETURN, Opcodes.ARETURN, 1, 0);
        set(Opcodes.NEW, Opcodes.NEW, 0, 1);
        set(Opcodes.NEWARRAY, Opcodes.ARRAYLENGTH, 1, 1);
        set(Opcodes.ATHROW, Opcodes.ATHROW, 1, 0);
        set(Opcodes.INSTANCEOF, Opcodes.INSTANCEOF, 1, 1);
        set(Opcodes.MONITORENTER, Opcodes.MONITOREXIT, 1, 0);
        set(Opcodes.IFNULL, Opcodes.IFNONNULL, 1, 0);
    }

    private StackEffect() {}

    /** In the order of the instructions: of int, long, float, double. */
    private static void arithmetic() {
        for (int opcode = Opcodes.IADD; opcode <= Opcodes.DREM; opcode++) {
            boolean isWide = (opcode - Opcodes.IADD) % 2 == 1;
            set(opcode, opcode, isWide ? 4 : 2, isWide ? 2 : 1);
        }
        for (int opcode = Opcodes.INEG; opcode <= Opcodes.DNEG; opcode++) {
            boolean isWide = (opcode - Opcodes.INEG) % 2 == 1;
            set(opcode, opcode, isWide ? 2 : 1, isWide ? 2 : 1);
        }
        for (int opcode = Opcodes.ISHL; opcode <= Opcodes.LUSHR; opcode++) {
            boolean isWide = (opcode - Opcodes.ISHL) % 2 == 1;
            set(opcode, opcode, isWide ? 3 : 2, isWide ? 2 : 1);
        }
        for (int opcode = Opcodes.IAND; opcode <= Opcodes.LXOR; opcode++) {
            boolean isWide = (opcode - Opcodes.IAND) % 2 == 1;
            set(opcode, opcode, isWide ? 4 : 2, isWide ? 2 : 1);
        }
    }

    private static void conversions() {
        String pops = "111222111222111"; // i2l i2f i2d l2i l2f l2d f2i f2l f2d d2i d2l d2f i2b i2c i2s
        String pushes = "212112122121111";
        for (int i = 0; i < pops.length(); i++) {
            set(Opcodes.I2L + i, Opcodes.I2L + i, pops.charAt(i) - '0', pushes.charAt(i) - '0');
        }
    }

    private static void set(int first, int last, int pops, int pushes) {
        for (int opcode = first; opcode <= last; opcode++) {
            POPS[opcode] = (byte) pops;
            PUSHES[opcode] = (byte) pushes;
        }
    }

    static int pops(int opcode) {
        return POPS[opcode];
    }

    static int pushes(int opcode) {
        return PUSHES[opcode];
    }

    /** Whether its result depends on its operands alone. */
    static boolean computes(int opcode) {
        return (opcode >= Opcodes.IADD && opcode <= Opcodes.LXOR) || (opcode >= Opcodes.I2L && opcode <= Opcodes.I2S);
    }
}
