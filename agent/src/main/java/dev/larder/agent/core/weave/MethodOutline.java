package dev.larder.agent.core.weave;

import java.util.List;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * A method as its class file describes it.
 *
 * @param parameterNames as many as there are parameters, or none when the class file does not have them
 * @param annotations its own ones
 * @param bridgedDescriptor for a bridge method, the descriptor of the method of the same class and name it calls
 */
record MethodOutline(
        int access,
        String name,
        String descriptor,
        List<String> parameterNames,
        MethodAnnotations annotations,
        @Nullable String bridgedDescriptor) {

    MethodOutline {
        parameterNames = List.copyOf(parameterNames);
    }

    boolean is(int flag) {
        return (access & flag) != 0;
    }

    boolean isStatic() {
        return is(Opcodes.ACC_STATIC);
    }

    boolean isConcrete() {
        return !is(Opcodes.ACC_ABSTRACT);
    }

    /** Whether a method of a subtype can override this one, or this one a supertype's. */
    boolean isVirtual() {
        return !is(Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE) && !name.startsWith("<");
    }

    /** Made by a compiler; a source file has no such method, so nobody annotated it on purpose. */
    boolean isGenerated() {
        return is(Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC);
    }

    Type[] parameterTypes() {
        return Type.getArgumentTypes(descriptor);
    }

    Type returnType() {
        return Type.getReturnType(descriptor);
    }

    boolean returnsNothing() {
        return returnType().getSort() == Type.VOID;
    }

    /** What tells the methods of a class apart. */
    String id() {
        return name + descriptor;
    }

    /** As users write it, with erased types: {@code com.acme.UserService.findById(long)}. */
    String signature(String internalClassName) {
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
