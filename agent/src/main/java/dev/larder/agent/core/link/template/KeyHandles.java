package dev.larder.agent.core.link.template;

import com.google.errorprone.annotations.Keep;
import dev.larder.agent.core.key.KeyLength;
import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.key.text.KeyText;
import dev.larder.agent.core.key.text.TypeNames;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import dev.larder.agent.core.type.Erasure;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.StringConcatException;
import java.lang.invoke.StringConcatFactory;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a template for one call site, to a handle from the call's arguments to the text.
 *
 * <p><b>Shape.</b> Per placeholder a handle from its argument, over the properties of its {@linkplain PathHandle path},
 * to the text it contributes; over these one {@link StringConcatFactory} handle; for keys and tags over that
 * {@link KeyLength#bound}. Integers and booleans without a path go into the concatenation as they are, which saves their
 * string.
 *
 * <p><b>Failure.</b> {@link KeyTemplateException} if a path does not exist. The handle throws {@link
 * UnsupportedKeyException}, and nothing else, for arguments that cannot be part of a key.
 */
final class KeyHandles {

    private static final MethodHandles.Lookup HERE = MethodHandles.lookup();

    /** {@link StringConcatFactory} takes no more, and the method handles of the way there stay below their limit. */
    private static final int MAX_CONCAT_SLOTS = 200;

    /** Up to this number of placeholders, each combination of named and omitted types is evicted. */
    private static final int MAX_CHOSEN = 3;

    /** The mark of an argument in a recipe. Literals do not contain it: they are printable ASCII. */
    private static final char ARGUMENT = '\1';

    private static final MethodHandle BOUND = find(KeyLength.class, "bound", String.class, String.class);
    private static final MethodHandle TEXT =
            find(KeyHandles.class, "text", String.class, KeyEncoder.class, Object.class);
    private static final MethodHandle TEXT_OF_RECEIVER =
            find(KeyHandles.class, "text", String.class, ReceiverEncoder.class, Object.class, Object.class);
    private static final MethodHandle JOIN =
            find(KeyHandles.class, "join", String.class, String[].class, Slot[].class, Object[].class);

    private final TemplateInputs inputs;
    private final MethodType callSite;
    private final StringBuilder recipe = new StringBuilder();
    private final List<Slot> slots = new ArrayList<>();

    /**
     * The place of an argument.
     *
     * @param index of the call site's arguments
     * @param text from the argument to its text; null if the concatenation takes the argument itself
     * @param takesReceiver whether {@code text} takes the receiver in front of the argument
     */
    private record Slot(int index, @Nullable MethodHandle text, boolean takesReceiver) {

        Object textOf(Object[] arguments) throws Throwable {
            Object argument = arguments[index];
            if (text == null) {
                return argument;
            }
            return takesReceiver ? (String) text.invoke(arguments[0], argument) : (String) text.invoke(argument);
        }
    }

    /**
     * Not for the default key: no other template makes it, and named types distinguish the arguments of subclasses that
     * bind a type variable differently.
     */
    private final boolean bindsToReceiver;

    private final boolean isDefaultKey;

    /** The modes of placeholders by their index, where it is not {@code WHERE_AMBIGUOUS}. */
    private final Map<Integer, TypeNames> chosen;

    /** The other modes that would make a different text with the placeholders' declared types. */
    private final Map<Integer, List<TypeNames>> ambiguous = new LinkedHashMap<>();

    private KeyHandles(KeyTemplate template, TemplateInputs inputs, Map<Integer, TypeNames> chosen) {
        this.inputs = inputs;
        this.callSite = inputs.type();
        this.isDefaultKey = template.source().isEmpty();
        this.bindsToReceiver = inputs.firstParameter() == 1 && !isDefaultKey;
        this.chosen = chosen;
    }

    /**
     * Compiles the template of a key or a tag under which something is stored.
     *
     * @return a handle of the inputs' type that returns a text of at most 200 bytes
     * @throws KeyTemplateException if a path names what a type does not have or does not show
     */
    static MethodHandle compile(KeyTemplate template, TemplateInputs inputs) throws KeyTemplateException {
        return bounded(new KeyHandles(template, inputs, Map.of()).compile(template));
    }

    /**
     * Compiles the template of a key or a tag that is evicted: to {@link #compile}'s handle, and handles for the texts
     * of methods that declare other types for the same values.
     */
    static List<MethodHandle> compileEvicted(KeyTemplate template, TemplateInputs inputs) throws KeyTemplateException {
        return compilePattern(template, inputs).stream()
                .map(KeyHandles::bounded)
                .toList();
    }

    /** Compiles the template of a pattern as {@link #compileEvicted} does, without a limit on its length. */
    static List<MethodHandle> compilePattern(KeyTemplate template, TemplateInputs inputs) throws KeyTemplateException {
        KeyHandles named = new KeyHandles(template, inputs, Map.of());
        List<MethodHandle> handles = new ArrayList<>(List.of(named.compile(template)));
        for (Map<Integer, TypeNames> chosen : choices(named.ambiguous)) {
            handles.add(new KeyHandles(template, inputs, chosen).compile(template));
        }
        return handles;
    }

    /** All combinations; if there are too many, the same mode for all. */
    private static List<Map<Integer, TypeNames>> choices(Map<Integer, List<TypeNames>> all) {
        if (all.size() > MAX_CHOSEN) {
            return List.of(allOf(all, 0), allOf(all, 1));
        }
        List<Map<Integer, TypeNames>> choices = new ArrayList<>(List.of(Map.of()));
        all.forEach((placeholder, names) -> {
            for (Map<Integer, TypeNames> without : List.copyOf(choices)) {
                for (TypeNames one : names) {
                    Map<Integer, TypeNames> with = new HashMap<>(without);
                    with.put(placeholder, one);
                    choices.add(with);
                }
            }
        });
        return choices.subList(1, choices.size());
    }

    private static Map<Integer, TypeNames> allOf(Map<Integer, List<TypeNames>> all, int choice) {
        Map<Integer, TypeNames> chosen = new HashMap<>();
        all.forEach((placeholder, names) -> chosen.put(placeholder, names.get(Math.min(choice, names.size() - 1))));
        return chosen;
    }

    private static MethodHandle bounded(MethodHandle text) {
        return MethodHandles.filterReturnValue(text, BOUND);
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

    /** Returns the number of parameter slots of the argument. */
    private int add(KeyPart.Placeholder placeholder, int index) throws KeyTemplateException {
        recipe.append(ARGUMENT);
        MethodHandle text = textOf(placeholder, index);
        boolean takesReceiver = text != null && text.type().parameterCount() == 2;
        slots.add(new Slot(index, text, takesReceiver));
        Class<?> type = callSite.parameterType(index);
        return takesReceiver || type == long.class || type == double.class ? 2 : 1;
    }

    private MethodHandle concatenation() {
        List<Class<?>> texts = new ArrayList<>();
        for (Slot slot : slots) {
            texts.add(slot.text == null ? callSite.parameterType(slot.index) : String.class);
        }
        MethodHandle result = concatenation(texts);
        Deque<Integer> order = new ArrayDeque<>();
        for (int i = slots.size() - 1; i >= 0; i--) { // from the last, so that earlier indices stay valid
            Slot slot = slots.get(i);
            if (slot.text != null) {
                result = MethodHandles.collectArguments(result, i, slot.text);
            }
            order.addFirst(slot.index);
            if (slot.takesReceiver) {
                order.addFirst(0);
            }
        }
        return MethodHandles.permuteArguments(
                result, callSite, order.stream().mapToInt(Integer::intValue).toArray());
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

    /** For keys with more placeholders than one concatenation takes. */
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
            key.append(slots[i].textOf(arguments)).append(literals[i + 1]);
        }
        return key.toString();
    }

    private @Nullable MethodHandle textOf(KeyPart.Placeholder placeholder, int index) throws KeyTemplateException {
        Type type = inputs.types().get(index);
        Class<?> given = callSite.parameterType(index);
        String source = placeholder.source();
        if (placeholder instanceof KeyPart.Receiver && placeholder.path().isEmpty()) {
            return inputs.object();
        }
        if (placeholder.path().isEmpty()) {
            return Erasure.of(type) == given ? textOf(type, source) : encoder(type, given, source);
        }
        PathHandle path = PathHandle.of(placeholder, type, inputs.caller());
        MethodHandle read = path.read().asType(path.read().type().changeParameterType(0, given));
        MethodHandle encoder = encoder(path.type(), read.type().returnType(), source);
        return MethodHandles.collectArguments(encoder, encoder.type().parameterCount() - 1, read);
    }

    /** Null if the concatenation renders the value as we would. */
    private @Nullable MethodHandle textOf(Type type, String source) {
        Class<?> raw = Erasure.of(type);
        if (raw == String.class || raw == char.class || raw == float.class || raw == double.class) {
            return find(KeyText.class, "of", String.class, raw);
        }
        return raw.isPrimitive() ? null : encoder(type, raw, source);
    }

    /** From the value; or from the receiver and the value, if the receiver's class binds the type. */
    private MethodHandle encoder(Type type, Class<?> raw, String source) {
        TypeNames names = namesOf(type);
        ReceiverEncoder bound = bindsToReceiver ? ReceiverEncoder.of(type, source, names) : null;
        if (bound != null) {
            return TEXT_OF_RECEIVER
                    .bindTo(bound)
                    .asType(MethodType.methodType(String.class, callSite.parameterType(0), raw));
        }
        return TEXT.bindTo(KeyEncoder.of(type, source, names)).asType(MethodType.methodType(String.class, raw));
    }

    /** Called when the slots are those of the preceding placeholders. */
    private TypeNames namesOf(Type type) {
        if (isDefaultKey) {
            return TypeNames.ALWAYS;
        }
        int placeholder = slots.size();
        if (KeyEncoder.isAmbiguous(type)) {
            boolean mayBeGroup = KeyEncoder.mayBeGroup(type);
            ambiguous.put(
                    placeholder, mayBeGroup ? List.of(TypeNames.NEVER, TypeNames.GROUP) : List.of(TypeNames.NEVER));
        }
        return chosen.getOrDefault(placeholder, TypeNames.WHERE_AMBIGUOUS);
    }

    @Keep
    private static String text(ReceiverEncoder encoder, Object receiver, @Nullable Object value) {
        return encoder.text(receiver, value);
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
