package dev.larder.agent.core.classfile;

import dev.larder.agent.core.plan.MethodAnnotations;
import java.util.List;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * A method as its class file describes it.
 *
 * @param parameterNames as many as there are parameters, or none when the class file does not have them
 * @param annotations its own ones
 * @param bridged for a bridge method, what it calls
 * @param isInlinedByKotlin whether Kotlin's compiler copies the body into the callers
 */
public record MethodOutline(
        int access,
        String name,
        String descriptor,
        List<String> parameterNames,
        MethodAnnotations annotations,
        @Nullable Bridged bridged,
        boolean isInlinedByKotlin) {

    private static final int KEPT_BY_BRIDGE = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_VARARGS;

    public MethodOutline {
        parameterNames = List.copyOf(parameterNames);
    }

    /**
     * The method of its own name that a bridge method passes its call to.
     *
     * @param isBySuper whether it calls that very method, whatever the object's class has in its place
     */
    public record Bridged(String owner, String descriptor, boolean isBySuper) {}

    public boolean is(int flag) {
        return (access & flag) != 0;
    }

    public boolean isStatic() {
        return is(Opcodes.ACC_STATIC);
    }

    public boolean isPublic() {
        return is(Opcodes.ACC_PUBLIC);
    }

    public boolean isFinal() {
        return is(Opcodes.ACC_FINAL);
    }

    public boolean isConcrete() {
        return !is(Opcodes.ACC_ABSTRACT);
    }

    /** Whether a method of a subtype can override this one, or this one a supertype's. */
    public boolean isVirtual() {
        return !is(Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE) && !name.startsWith("<");
    }

    /** Made by a compiler; a source file has no such method, so nobody annotated it on purpose. */
    public boolean isGenerated() {
        return is(Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC);
    }

    /** The flags of a compiler's bridge that makes this method visible in a subclass. */
    public int bridgeAccess() {
        return Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC | (access & KEPT_BY_BRIDGE);
    }

    public Type[] parameterTypes() {
        return Type.getArgumentTypes(descriptor);
    }

    public Type returnType() {
        return Type.getReturnType(descriptor);
    }

    public boolean returnsNothing() {
        return returnType().getSort() == Type.VOID;
    }

    /** What tells the methods of a class apart. */
    public String id() {
        return name + descriptor;
    }

    /** As users write it, with erased types: {@code com.acme.UserService.findById(long)}. */
    public String signature(String internalClassName) {
        StringBuilder text = new StringBuilder(internalClassName.replace('/', '.'));
        text.append('.').append(name).append('(');
        String separator = "";
        for (Type parameter : parameterTypes()) {
            text.append(separator).append(parameter.getClassName());
            separator = ",";
        }
        return text.append(')').toString();
    }
}
