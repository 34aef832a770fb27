package dev.larder.agent.core.link.receiver;

import com.google.errorprone.annotations.Keep;
import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.key.text.KeyText;
import dev.larder.agent.core.key.text.TypeNames;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.StringConcatException;
import java.lang.invoke.StringConcatFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The object's part of a default key.
 *
 * <p><b>Shape.</b> For a record or an enum constant, its text as an argument; after a constant the fields that may
 * change, {@code MILE(factors=(1,2))}. For other objects {@code com.acme.UserDao!(host=a,port=1)}: the class, unless it
 * is the class with the method, then the fields in the order of their names. A field of an object in a field has both
 * names: {@code settings.currency=EUR}. Because of the names, two versions of a class that read different fields have
 * different keys. Empty if neither a class nor a field counts.
 */
public final class ObjectText {

    private static final MethodHandles.Lookup HERE = MethodHandles.lookup();

    /** {@link StringConcatFactory} takes 200 slots. */
    private static final int MAX_FIELDS = 100;

    private static final char ARGUMENT = '\1';

    private static final MethodHandle WHOLE = find("whole", KeyEncoder.class, Object.class);
    private static final MethodHandle FIELD = find("field", ObjectFields.class, Object.class);
    private static final MethodHandle AT = at();
    private static final MethodHandle ID = find("id", ObjectFields.class, Object.class);

    private final ObjectPart part;

    ObjectText(ObjectPart part) {
        this.part = part;
    }

    /** For the template of a default key; empty if the object has no part in it. */
    public List<KeyPart> parts() {
        if (!part.isConstant()) {
            return List.of(new KeyPart.Receiver("{this}", List.of()));
        }
        return part.isOwn() ? List.of() : List.of(new KeyPart.Literal(part.className() + "()"));
    }

    /** From the object to its part of a key; null if that is {@linkplain ObjectPart#isConstant constant}. */
    public @Nullable MethodHandle handle(Class<?> receiver) throws KeyTemplateException {
        if (part.isConstant()) {
            return null;
        }
        if (!part.isWhole()) {
            return ofFields(receiver, part.className());
        }
        MethodHandle whole = WHOLE.bindTo(
                        KeyEncoder.of(part.isOwn() ? part.type() : Object.class, "{this}", TypeNames.ALWAYS))
                .asType(MethodType.methodType(String.class, receiver));
        return part.fields().isEmpty() ? whole : joined(whole, ofFields(receiver, ""));
    }

    /** Concatenates both texts. */
    private static MethodHandle joined(MethodHandle first, MethodHandle second) {
        MethodHandle both = concatenation("" + ARGUMENT + ARGUMENT, List.of(String.class, String.class));
        return MethodHandles.permuteArguments(
                MethodHandles.filterArguments(both, 0, first, second), first.type(), 0, 0);
    }

    private MethodHandle ofFields(Class<?> receiver, String className) throws KeyTemplateException {
        if (part.fields().size() > MAX_FIELDS) {
            throw new KeyTemplateException(
                    "it reads " + part.fields().size()
                            + " fields of its object, more than a key without a template has",
                    "Write a key.");
        }
        StringBuilder recipe = new StringBuilder(className).append('(');
        List<MethodHandle> reads = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        for (ObjectPath path : part.fields()) {
            recipe.append(reads.isEmpty() ? "" : ",");
            recipe.append(KeyText.of(part.nameOf(path))).append('=').append(ARGUMENT);
            MethodHandle read = path.isOwn() ? text(path) : AT.bindTo(path).bindTo(path.encoder());
            reads.add(read.asType(read.type().changeParameterType(0, receiver)));
            types.add(read.type().returnType());
        }
        MethodHandle joined = concatenation(recipe.append(')').toString(), types);
        MethodHandle filtered = MethodHandles.filterArguments(joined, 0, reads.toArray(new MethodHandle[0]));
        return MethodHandles.permuteArguments(
                filtered, MethodType.methodType(String.class, receiver), new int[reads.size()]);
    }

    private static MethodHandle concatenation(String recipe, List<Class<?>> types) {
        try {
            return StringConcatFactory.makeConcatWithConstants(
                            HERE, "object", MethodType.methodType(String.class, types), recipe)
                    .getTarget();
        } catch (StringConcatException e) {
            throw new IllegalStateException("cannot concatenate " + types.size() + " texts", e);
        }
    }

    /** From the object to its field in the key: an integer or a boolean unchanged, any other value as text. */
    private MethodHandle text(ObjectPath path) {
        MethodHandle read = InstanceFields.getter(path.root());
        Class<?> raw = path.root().getType();
        boolean isAsItIs = raw.isPrimitive() && raw != char.class && raw != float.class && raw != double.class;
        if (isAsItIs) {
            return read;
        }
        MethodHandle text = part.ids().contains(path) ? ID : FIELD;
        return MethodHandles.filterReturnValue(
                read, text.bindTo(path.encoder()).asType(MethodType.methodType(String.class, raw)));
    }

    @Keep
    private static String whole(KeyEncoder encoder, Object receiver) {
        return encoder.text(receiver);
    }

    @Keep
    private static String field(ObjectFields encoder, @Nullable Object value) {
        return encoder.text(value);
    }

    @Keep
    private static String at(ObjectPath path, ObjectFields encoder, Object receiver) {
        return path.text(receiver, encoder);
    }

    /** Entities without an id cannot be distinguished. */
    @Keep
    private static String id(ObjectFields encoder, @Nullable Object value) {
        if (value == null) {
            throw new UnsupportedKeyException(
                    "an entity without an id, which tells it from others, cannot be part of a key",
                    "Call the method on entities that have been saved, or write a key.");
        }
        return encoder.text(value);
    }

    private static MethodHandle at() {
        MethodType type = MethodType.methodType(String.class, ObjectPath.class, ObjectFields.class, Object.class);
        try {
            return HERE.findStatic(ObjectText.class, "at", type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no at", e);
        }
    }

    private static MethodHandle find(String name, Class<?> encoder, Class<?> value) {
        try {
            return HERE.findStatic(ObjectText.class, name, MethodType.methodType(String.class, encoder, value));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no " + name, e);
        }
    }
}
