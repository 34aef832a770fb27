package dev.larder.agent.core.key;

import java.util.List;

/**
 * What a key template may refer to: the shape of the method it belongs to.
 *
 * @param signature the method as users write it, {@code com.acme.UserService.findById(long)}; the default key starts
 *     with it
 * @param names as many as {@code count}, or none when the class file does not have them
 * @param count of parameters, without the receiver
 * @param isStatic whether there is no {@code {this.x}}
 */
public record KeyParameters(String signature, List<String> names, int count, boolean isStatic) {

    public KeyParameters {
        names = List.copyOf(names);
        if (!names.isEmpty() && names.size() != count) {
            throw new IllegalArgumentException(names.size() + " names for " + count + " parameters");
        }
    }
}
