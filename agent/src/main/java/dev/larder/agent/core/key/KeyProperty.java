package dev.larder.agent.core.key;

import dev.larder.agent.core.base.NearestNames;
import dev.larder.agent.core.type.Erasure;
import dev.larder.agent.core.type.PropertyMembers;
import dev.larder.agent.core.type.TypeBindings;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * One step of a path such as {@code user.address.city}: the member of a declared type that answers for a name.
 *
 * <p>Reading it is left to the caller. Nothing here initialises a class.
 *
 * @param member a {@link Method} without parameters or a {@link Field}, not static
 * @param type of the property, with the owner's variables replaced where its declaration says by what
 */
public record KeyProperty(Member member, Type type) {

    /**
     * Finds the property {@code name} of {@code owner}.
     *
     * @param isOwn whether the owner is the woven class, whose private members count as well
     * @param source the placeholder, for the message
     * @throws KeyTemplateException if there is none
     */
    public static KeyProperty find(Type owner, String name, boolean isOwn, String source) throws KeyTemplateException {
        Class<?> raw = Erasure.of(owner);
        PropertyMembers members = new PropertyMembers(raw, isOwn);
        try {
            Member member = members.find(name);
            if (member == null) {
                throw unknown(raw, name, NearestNames.to(name, members.names()), source);
            }
            return new KeyProperty(member, TypeBindings.of(owner).resolve(typeOf(member)));
        } catch (LinkageError | TypeNotPresentException e) {
            throw new KeyTemplateException(
                    "its template names " + Quoted.of(source) + ", but " + raw.getName() + " cannot be inspected (" + e
                            + ")",
                    "Supply the missing class, or name a property of another type.");
        }
    }

    private static KeyTemplateException unknown(Class<?> raw, String name, List<String> nearest, String source) {
        if (raw == Optional.class) {
            return new KeyTemplateException(
                    "its template names " + Quoted.of(source) + ", but what has a property " + Quoted.of(name)
                            + " is inside of an Optional",
                    "Write '" + source.replace("." + name, ".get." + name)
                            + "', which makes nothing of an empty one; the agent says so once.");
        }
        return new KeyTemplateException(
                "its template names " + Quoted.of(source) + ", but " + raw.getName() + " has no property "
                        + Quoted.of(name) + (nearest.isEmpty() ? "" : ", only such as " + Quoted.all(nearest)),
                nearest.isEmpty()
                        ? "Name another parameter or property."
                        : "Write " + Quoted.of(nearest.get(0)) + " or another property of this type.");
    }

    private static Type typeOf(Member member) {
        return member instanceof Field field ? field.getGenericType() : ((Method) member).getGenericReturnType();
    }
}
