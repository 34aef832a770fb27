package dev.larder.agent.core.link.template;

import com.google.errorprone.annotations.Keep;
import dev.larder.agent.core.base.ClosedModules;
import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyProperty;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.type.Erasure;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Objects;

/**
 * Follows the properties of a placeholder such as {@code {user.address.city}}.
 *
 * <p>If a property on the path is null, so is the last. An exception of the application's code becomes an {@link
 * dev.larder.agent.core.key.text.UnsupportedKeyException}.
 *
 * @param read from the argument to the last property's value, of a reference type
 * @param type the last property's, as declared
 */
record PathHandle(MethodHandle read, Type type) {

    private static final MethodHandle IS_NULL;
    private static final MethodHandle UNREADABLE;

    static {
        MethodHandles.Lookup here = MethodHandles.lookup();
        try {
            IS_NULL = here.findStatic(Objects.class, "isNull", MethodType.methodType(boolean.class, Object.class));
            UNREADABLE = here.findStatic(
                    PathHandle.class,
                    "throwUnreadable",
                    MethodType.methodType(Object.class, String.class, Throwable.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Resolves the path by declared types, without initialising them.
     *
     * @param start of the argument or the receiver
     * @param caller with full privileges of the woven class, whose private members count as properties
     */
    static PathHandle of(KeyPart.Placeholder placeholder, Type start, MethodHandles.Lookup caller)
            throws KeyTemplateException {
        String source = placeholder.source();
        Type type = start;
        MethodHandle read = MethodHandles.identity(Erasure.of(start));
        for (String name : placeholder.path()) {
            Class<?> owner = read.type().returnType();
            KeyProperty property = KeyProperty.find(type, name, owner == caller.lookupClass(), source);
            read = MethodHandles.filterReturnValue(read, step(property, owner, caller, source));
            type = property.type();
        }
        return new PathHandle(guarded(read, source), type);
    }

    /** From an owner, or null, to the property's boxed value, or null. */
    private static MethodHandle step(KeyProperty property, Class<?> owner, MethodHandles.Lookup caller, String source)
            throws KeyTemplateException {
        MethodHandle member = opened(property.member(), caller, source);
        Class<?> type =
                MethodType.methodType(Erasure.of(property.type())).wrap().returnType();
        return MethodHandles.guardWithTest(
                IS_NULL.asType(MethodType.methodType(boolean.class, owner)),
                MethodHandles.dropArguments(MethodHandles.constant(type, null), 0, owner),
                member.asType(MethodType.methodType(type, owner)));
    }

    /** A property that the woven class cannot read may still be public and exported. */
    private static MethodHandle opened(Member member, MethodHandles.Lookup caller, String source)
            throws KeyTemplateException {
        try {
            return unreflect(member, caller);
        } catch (IllegalAccessException denied) {
            makeAccessible((AccessibleObject) member, member.getDeclaringClass());
        }
        try {
            return unreflect(member, caller);
        } catch (IllegalAccessException denied) {
            String owner = member.getDeclaringClass().getName();
            throw new KeyTemplateException(
                    "its template names '" + source + "', but " + owner + "." + member.getName() + " is closed to "
                            + caller.lookupClass().getName(),
                    "Make it public, or open its package.");
        }
    }

    private static void makeAccessible(AccessibleObject member, Class<?> owner) {
        if (!member.trySetAccessible()) {
            ClosedModules.open(owner);
            member.trySetAccessible();
        }
    }

    private static MethodHandle unreflect(Member member, MethodHandles.Lookup caller) throws IllegalAccessException {
        return member instanceof Field field ? caller.unreflectGetter(field) : caller.unreflect((Method) member);
    }

    private static MethodHandle guarded(MethodHandle read, String source) {
        Class<?> type = read.type().returnType();
        MethodHandle handler = UNREADABLE.bindTo(source).asType(MethodType.methodType(type, Throwable.class));
        return MethodHandles.catchException(read, Throwable.class, handler);
    }

    @Keep
    private static Object throwUnreadable(String source, Throwable thrown) {
        throw KeyEncoder.unreadable(source, thrown);
    }
}
