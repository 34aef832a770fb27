package dev.larder.agent.core.link;

import com.google.errorprone.annotations.Keep;
import dev.larder.agent.core.key.DeclaredType;
import dev.larder.agent.core.key.KeyEncoder;
import dev.larder.agent.core.key.KeyLength;
import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.KeyText;
import dev.larder.agent.core.key.UnsupportedKeyException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.StringConcatException;
import java.lang.invoke.StringConcatFactory;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a template for one call site: to a handle from the call's arguments to the text.
 *
 * <p><b>Shape.</b> Per placeholder a handle from its argument, over the properties of its {@linkplain PathHandle path},
 * to the text it contributes; over these one {@link StringConcatFactory} handle; for keys and tags over that
 * {@link KeyLength#bound}. Integers and booleans without a path go into the concatenation as they are, which saves their
 * string.
 *
 * <p><b>Failure.</b> {@link KeyTemplateException} when a path does not exist. The handle throws
 * {@link UnsupportedKeyException}, and nothing else, for arguments that cannot be part of a key.
 */
final class KeyHandles {

    private static final MethodHandles.Lookup HERE = MethodHandles.lookup();

    /** {@link StringConcatFactory} takes no more, and the method handles of the way there stay below their limit. */
    private static final int MAX_CONCAT_SLOTS = 200;

    /** What a recipe has for an argument. No literal has it: they are printable ASCII. */
    private static final char ARGUMENT = '\1';

    private static final MethodHandle BOUND = find(KeyLength.class, "bound", String.class, String.class);
    private static final MethodHandle TEXT =
            find(KeyHandles.class, "text", String.class, KeyEncoder.class, Object.class);
    private static final MethodHandle JOIN =
            find(KeyHandles.class, "join", String.class, String[].class, Slot[].class, Object[].class);

    private final TemplateInputs inputs;
    private final MethodType callSite;
    private final StringBuilder recipe = new StringBuilder();
    private final List<Slot> slots = new ArrayList<>();

    /**
     * Where an argument goes.
     *
     * @param index of the call site's arguments
     * @param text from the argument to what it contributes, null if the concatenation takes the argument itself
     */
    private record Slot(int index, @Nullable MethodHandle text) {}

    private KeyHandles(TemplateInputs inputs) {
        this.inputs = inputs;
        this.callSite = inputs.type();
    }

    /**
     * Compiles the template of a key or a tag.
     *
     * @return a handle of the inputs' type that returns a text of at most 200 bytes
     * @throws KeyTemplateException if a path names what a type does not have or does not show
     */
    static MethodHandle compile(KeyTemplate template, TemplateInputs inputs) throws KeyTemplateException {
        return MethodHandles.filterReturnValue(new KeyHandles(inputs).compile(template), BOUND);
    }

    /** Compiles the template of a pattern, of whatever length. */
    static MethodHandle compilePattern(KeyTemplate template, TemplateInputs inputs) throws KeyTemplateException {
        return new KeyHandles(inputs).compile(template);
    }

    private MethodHandle compile(KeyTemplate template) throws KeyTemplateException {
        int width = 0;
        for (KeyPart part : template.parts()) {
            if (part instanceof KeyPart.Literal literal) {
                recipe.append(literal.text());
            } else if (part instanceof KeyPart.Placeholder placeholder) {
                width += add(placeholder, inputs.indexOf(placeholder));
            }
        }
        return width <= MAX_CONCAT_SLOTS ? concatenation() : loop();
    }

    /** Returns how many slots of a parameter list the argument takes. */
    private int add(KeyPart.Placeholder placeholder, int index) throws KeyTemplateException {
        recipe.append(ARGUMENT);
        slots.add(new Slot(index, textOf(placeholder, index)));
        Class<?> type = callSite.parameterType(index);
        return type == long.class || type == double.class ? 2 : 1;
    }

    private MethodHandle concatenation() {
        List<Class<?>> texts = new ArrayList<>();
        MethodHandle[] filters = new MethodHandle[slots.size()];
        int[] order = new int[slots.size()];
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            texts.add(slot.text == null ? callSite.parameterType(slot.index) : String.class);
            filters[i] = slot.text;
            order[i] = slot.index;
        }
        MethodHandle filtered = MethodHandles.filterArguments(concatenation(texts), 0, filters);
        return MethodHandles.permuteArguments(filtered, callSite, order);
    }

    private MethodHandle concatenation(List<Class<?>> texts) {
        try {
            return StringConcatFactory.makeConcatWithConstants(
                            HERE, "key", MethodType.methodType(String.class, texts), recipe.toString())
                    .getTarget();
        } catch (StringConcatException e) {
            throw new IllegalStateException("cannot concatenate " + texts.size() + " texts", e);
        }
    }

    /** For keys of more placeholders than a concatenation takes. */
    private MethodHandle loop() {
        String[] literals = recipe.toString().split(String.valueOf(ARGUMENT), -1);
        return MethodHandles.insertArguments(JOIN, 0, literals, slots.toArray(new Slot[0]))
                .asCollector(Object[].class, callSite.parameterCount())
                .asType(callSite);
    }

    @Keep
    private static String join(String[] literals, Slot[] slots, Object[] arguments) throws Throwable {
        StringBuilder key = new StringBuilder(literals[0]);
        for (int i = 0; i < slots.length; i++) {
            Object argument = arguments[slots[i].index];
            MethodHandle text = slots[i].text;
            key.append(text == null ? argument : (String) text.invoke(argument));
            key.append(literals[i + 1]);
        }
        return key.toString();
    }

    private @Nullable MethodHandle textOf(KeyPart.Placeholder placeholder, int index) throws KeyTemplateException {
        Type type = inputs.types().get(index);
        Class<?> given = callSite.parameterType(index);
        String source = placeholder.source();
        if (placeholder.path().isEmpty()) {
            return DeclaredType.erase(type) == given ? textOf(type, source) : encoder(type, given, source);
        }
        PathHandle path = PathHandle.of(placeholder, type, inputs.caller());
        MethodHandle read = path.read().asType(path.read().type().changeParameterType(0, given));
        return MethodHandles.filterReturnValue(
                read, encoder(path.type(), read.type().returnType(), source));
    }

    /** Null for what a concatenation renders as we would. */
    private static @Nullable MethodHandle textOf(Type type, String source) {
        Class<?> raw = DeclaredType.erase(type);
        if (raw == String.class || raw == char.class || raw == float.class || raw == double.class) {
            return find(KeyText.class, "of", String.class, raw);
        }
        return raw.isPrimitive() ? null : encoder(type, raw, source);
    }

    private static MethodHandle encoder(Type type, Class<?> raw, String source) {
        return TEXT.bindTo(KeyEncoder.of(type, source)).asType(MethodType.methodType(String.class, raw));
    }

    @Keep
    private static String text(KeyEncoder encoder, @Nullable Object value) {
        return encoder.text(value);
    }

    private static MethodHandle find(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
        try {
            return HERE.findStatic(owner, name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no " + owner.getName() + "." + name, e);
        }
    }
}
