package dev.larder.agent.core.check;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.Refusal;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Decides whether a method can be woven at all, whatever its annotations are. */
record ShapeCheck(TypeOutline type, MethodOutline method) {

    /** Java 7, the first with {@code invokedynamic}. */
    private static final int OLDEST_CLASS_FILE = Opcodes.V1_7;

    /**
     * A method may have 255 words of arguments. A method handle needs some of them, and linking adds handles and
     * computed values in front of the arguments.
     */
    private static final int MAX_ARGUMENT_WORDS = 240;

    void check() throws Refusal {
        if (type.majorVersion() < OLDEST_CLASS_FILE) {
            throw new Refusal(
                    "its class file has version " + type.majorVersion() + ", older than Java 7",
                    "Compile it for Java 7 or later.");
        }
        if (method.name().startsWith("<")) {
            throw new Refusal("it is a constructor", "Annotate the method that calls it.");
        }
        if (method.is(Opcodes.ACC_NATIVE)) {
            throw new Refusal("it is native", "Annotate a Java method that calls it.");
        }
        int words = Type.getArgumentsAndReturnSizes(method.descriptor()) >> 2;
        if (words > MAX_ARGUMENT_WORDS) {
            throw new Refusal(
                    "it has more than " + MAX_ARGUMENT_WORDS + " words of arguments",
                    "Pass an object with the arguments in it.");
        }
        if (type.methods().stream().anyMatch(this::isInTheWay)) {
            throw new Refusal(
                    "the class has a method named " + method.name() + MethodPlan.MOVED_SUFFIX + " already",
                    "Rename that one.");
        }
    }

    private boolean isInTheWay(MethodOutline other) {
        return other.name().equals(method.name() + MethodPlan.MOVED_SUFFIX)
                && other.descriptor().equals(method.descriptor());
    }
}
