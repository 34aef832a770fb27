package dev.larder.agent.core.weave;

import dev.larder.agent.bridge.Bootstrap;
import java.util.List;

/**
 * What an annotated method asks for, read from class files alone.
 *
 * <p>It travels inside the woven class, as the constants of the {@code invokedynamic} that took the body's place.
 * Nothing outside the class has to remember it, so nothing outlives the class.
 *
 * @param signature the method as users write it, {@code com.acme.UserService.findById(long)}, with erased types
 * @param key the key template, empty for the signature and all arguments
 * @param ttlMillis greater than 0
 * @param nullTtlMillis 0 when null results are not stored
 * @param when the name of the guard method, or empty
 * @param unless the name of the veto method, or empty
 * @param isStatic whether the first argument of the call site is a parameter, not the receiver
 * @param parameterNames as many as there are parameters, or none when the class file does not have them
 */
public record CachePlan(
        String signature,
        String key,
        long ttlMillis,
        long nullTtlMillis,
        String when,
        String unless,
        boolean isStatic,
        List<String> parameterNames) {

    /** What the moved body's name ends in. */
    public static final String MOVED_SUFFIX = Bootstrap.BODY_SUFFIX;

    public CachePlan {
        parameterNames = List.copyOf(parameterNames);
    }

    /** {@code com.acme.UserService.findById}, as configuration names the method; overloads share it. */
    public String qualifiedName() {
        return signature.substring(0, signature.indexOf('('));
    }

    /** As constants a class file can hold, in the order {@link #fromConstants} reads. */
    public List<Object> toConstants() {
        return List.of(
                signature,
                key,
                ttlMillis,
                nullTtlMillis,
                when,
                unless,
                isStatic ? 1 : 0,
                String.join(",", parameterNames));
    }

    public static CachePlan fromConstants(Object[] constants) {
        String names = (String) constants[7];
        return new CachePlan(
                (String) constants[0],
                (String) constants[1],
                (long) constants[2],
                (long) constants[3],
                (String) constants[4],
                (String) constants[5],
                (int) constants[6] == 1,
                names.isEmpty() ? List.of() : List.of(names.split(",", -1)));
    }
}
