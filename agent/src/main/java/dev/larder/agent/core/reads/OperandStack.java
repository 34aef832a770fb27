package dev.larder.agent.core.reads;

import java.util.Arrays;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * The operand stack of a method at one instruction: for each word a set of marks that say where its value may come from.
 * The marks are bits, so that branches are joined by {@code or}.
 */
final class OperandStack {

    private long[] words = new long[16];
    private int size;

    void push(long marks) {
        if (size == words.length) {
            words = Arrays.copyOf(words, 2 * size);
        }
        words[size++] = marks;
    }

    void push(long marks, int count) {
        for (int i = 0; i < count; i++) {
            push(marks);
        }
    }

    long pop() {
        return words[--size];
    }

    /** All marks of the topmost words. */
    long pop(int count) {
        long marks = 0;
        for (int i = 0; i < count; i++) {
            marks |= pop();
        }
        return marks;
    }

    /** An instruction that copies or swaps words, as JVMS describes it. */
    void shuffle(int opcode) {
        int copied = opcode >= Opcodes.DUP2 && opcode <= Opcodes.DUP2_X2 ? 2 : 1;
        switch (opcode) {
            case Opcodes.DUP, Opcodes.DUP2 -> insertCopy(copied, 0);
            case Opcodes.DUP_X1, Opcodes.DUP2_X1 -> insertCopy(copied, 1);
            case Opcodes.DUP_X2, Opcodes.DUP2_X2 -> insertCopy(copied, 2);
            default -> swap();
        }
    }

    private void insertCopy(int copied, int below) {
        long[] moved = new long[copied + below];
        for (int i = moved.length - 1; i >= 0; i--) {
            moved[i] = pop();
        }
        for (int i = 0; i < copied; i++) {
            push(moved[below + i]);
        }
        for (long word : moved) {
            push(word);
        }
    }

    private void swap() {
        long top = pop();
        long next = pop();
        push(top);
        push(next);
    }

    long[] copy() {
        return Arrays.copyOf(words, size);
    }

    void set(long[] others) {
        size = 0;
        for (long word : others) {
            push(word);
        }
    }
}
