package dev.larder.agent.core.link.template;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.effect.many.PutElements;
import dev.larder.agent.core.key.KeyParameters;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.link.receiver.ObjectText;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.PutValue;
import dev.larder.agent.core.secret.HiddenNames;
import dev.larder.agent.core.type.TypeBindings;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the templates in the annotations of one woven method.
 *
 * <p><b>Failure.</b> Methods throw {@link KeyTemplateException} if a path does not exist, and what the JVM throws if a
 * class on the path is missing.
 */
public final class TemplateCompiler {

    private static final Template EVERY_SENSITIVE_ENTRY = new ConstantTemplate(HiddenNames.ALL);
    private static final MethodHandle HIDE_KEY = hideKey();

    private final WovenMethod woven;
    private final KeyParameters parameters;
    private final TemplateInputs inputs;

    /** Makes what stands for the keys and tags of a sensitive method; null for another one. */
    private final @Nullable HiddenNames names;

    private TemplateCompiler(
            WovenMethod woven, KeyParameters parameters, TemplateInputs inputs, @Nullable HiddenNames names) {
        this.woven = woven;
        this.parameters = parameters;
        this.inputs = inputs;
        this.names = names;
    }

    public static TemplateCompiler of(
            MethodHandles.Lookup caller, MethodType type, MethodPlan plan, WovenMethod woven) {
        int count = woven.parameterTypes().size();
        return new TemplateCompiler(
                woven,
                new KeyParameters(plan.signature(), plan.parameterNames(), count, plan.isStatic()),
                TemplateInputs.of(caller, type, woven.parameterTypes()),
                null);
    }

    /** The same for templates of sensitive methods. */
    public TemplateCompiler hiding(HiddenNames names) {
        return new TemplateCompiler(woven, parameters, inputs, names);
    }

    /** The template of the key of {@code @Cached}; an empty one includes a part of the object if that counts. */
    public KeyTemplate cachedTemplate(String template, @Nullable ObjectText object) throws KeyTemplateException {
        return template.isEmpty() && object != null
                ? KeyTemplate.ofCall(parameters, object.parts())
                : KeyTemplate.parse(template, parameters);
    }

    /** The key of {@code @Cached}: a handle from the call site's arguments, boxed or not, to String. */
    public MethodHandle cachedKey(KeyTemplate template, @Nullable ObjectText object) throws KeyTemplateException {
        MethodHandle text = object == null ? null : object.handle(inputs.type().parameterType(0));
        MethodHandle key = KeyHandles.compile(template, inputs.withObject(text));
        return names == null ? key : MethodHandles.filterReturnValue(key, HIDE_KEY.bindTo(names));
    }

    /** The same of the arguments in an array: {@code (Object[])String}. */
    public MethodHandle cachedKeyOfBoxed(KeyTemplate template, @Nullable ObjectText object)
            throws KeyTemplateException {
        MethodHandle key = cachedKey(template, object);
        int arguments = key.type().parameterCount();
        return key.asType(MethodType.genericMethodType(arguments).changeReturnType(String.class))
                .asSpreader(Object[].class, arguments);
    }

    /** The keys of a batch, one for each of its ids. */
    public ElementKeys elementKeys(KeyTemplate template) throws KeyTemplateException {
        CompiledTemplate compiled = CompiledTemplate.of(template, inputs, woven);
        UnaryOperator<String> hide = names == null ? UnaryOperator.identity() : names::key;
        return new ElementKeys(compiled.place(), compiled.texts().get(0), hide);
    }

    /** What a written key has of the object: {@code (Object)String}; null for nothing. */
    public @Nullable MethodHandle objectOf(KeyTemplate template) throws KeyTemplateException {
        KeyTemplate object = template.ofObject();
        return object == null
                ? null
                : KeyHandles.compile(object, inputs.ofReceiver())
                        .asType(MethodType.methodType(String.class, Object.class));
    }

    /**
     * The argument that decides the key of {@code @Cached}, if it is a single one that can be compared without its
     * text.
     */
    public @Nullable DecidingArgument decidingArgument(KeyTemplate template) {
        return DecidingArgument.of(template, inputs);
    }

    /** The class with the method, whose private members a template may name. */
    public Class<?> owner() {
        return woven.owner();
    }

    /** A template with the declared types of its placeholders on objects of one class. */
    public record Typed(KeyTemplate template, List<Type> types) {}

    public Typed typed(String source, TemplateKind kind, Class<?> receiver) throws KeyTemplateException {
        KeyTemplate template = KeyTemplate.parse(source, parameters, kind);
        List<Type> types = new ArrayList<>();
        for (Type declared : inputs.of(template, woven).typesOf(template)) {
            types.add(TypeBindings.boundBy(receiver, declared));
        }
        return new Typed(template, types);
    }

    /** Of a key or a tag under which something is stored. */
    public Template template(String source, TemplateKind kind) throws KeyTemplateException {
        return hidden(CompiledTemplate.of(KeyTemplate.parse(source, parameters, kind), inputs, woven), kind);
    }

    /** Of a key or a tag that is evicted. */
    public Template evicted(String source, TemplateKind kind) throws KeyTemplateException {
        return hidden(CompiledTemplate.ofEvicted(KeyTemplate.parse(source, parameters, kind), inputs, woven), kind);
    }

    /** The key of {@code @CachePut}, parsed. */
    public KeyTemplate putKey(String source) throws KeyTemplateException {
        return KeyTemplate.parse(source, parameters, TemplateKind.PUT_KEY);
    }

    /** What a put of many makes entries of. */
    public PutElements elements(KeyTemplate key, List<String> tags) throws KeyTemplateException {
        List<CompiledTemplate> own = new ArrayList<>();
        List<Template> shared = new ArrayList<>(commonTags());
        for (String source : tags) {
            KeyTemplate tag = KeyTemplate.parse(source, parameters, TemplateKind.EFFECT_TAG);
            if (Objects.equals(tag.collection(), key.collection())) {
                own.add(CompiledTemplate.of(tag, inputs, woven));
            } else {
                shared.add(template(source, TemplateKind.EFFECT_TAG));
            }
        }
        return new CompiledElements(
                CompiledTemplate.of(key, inputs, woven),
                own,
                shared,
                names == null ? UnaryOperator.identity() : names::key,
                names == null ? UnaryOperator.identity() : names::tag);
    }

    private Template hidden(Template plain, TemplateKind kind) {
        if (names == null) {
            return plain;
        }
        return new HiddenTemplate(plain, kind.isTag() ? names::tag : names::key);
    }

    /** The keys that a put has to evict besides storing under {@code stored}; null if there are none. */
    public @Nullable Template otherForms(Template stored) throws KeyTemplateException {
        KeyTemplate template = KeyTemplate.parse(stored.source(), parameters, TemplateKind.PUT_KEY);
        CompiledTemplate evicted = CompiledTemplate.ofEvicted(template, inputs, woven);
        return evicted.texts().size() == 1 ? null : new ReplacedKeys(hidden(evicted, TemplateKind.PUT_KEY), stored);
    }

    /** Two templates if one cannot match all intended keys. */
    public List<Template> pattern(String source) throws KeyTemplateException {
        List<Template> patterns = new ArrayList<>();
        for (KeyTemplate template : KeyTemplate.parsePattern(source, parameters)) {
            patterns.add(CompiledTemplate.ofPattern(template, inputs, woven));
        }
        return patterns;
    }

    /** What the value of a {@code @CachePut} names. It was checked when the class was woven. */
    public PutValue putValue(String source) throws KeyTemplateException {
        PutValue value = PutValue.of(KeyTemplate.parse(source, parameters, TemplateKind.PUT_VALUE));
        if (value == null) {
            throw new IllegalArgumentException("neither the result nor a parameter: " + source);
        }
        return value;
    }

    /** The minimum number of tags of an entry: one for each template that makes exactly one. */
    public int leastTags(List<String> sources) throws KeyTemplateException {
        int count = 0;
        for (String source : sources) {
            boolean makesOne = KeyTemplate.parse(source, parameters, TemplateKind.CACHED_TAG)
                            .collection()
                    == null;
            count += makesOne ? 1 : 0;
        }
        return count + commonTags().size();
    }

    /** Those that every entry has, whatever the annotation names. */
    public List<Template> commonTags() {
        return names == null ? List.of() : List.of(EVERY_SENSITIVE_ENTRY);
    }

    /** Whether what is compiled are templates of sensitive methods. */
    public boolean isHiding() {
        return names != null;
    }

    public List<Template> cachedTags(List<String> sources) throws KeyTemplateException {
        List<Template> tags = new ArrayList<>();
        for (String source : sources) {
            tags.add(template(source, TemplateKind.CACHED_TAG));
        }
        tags.addAll(commonTags());
        return tags;
    }

    private static MethodHandle hideKey() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(HiddenNames.class, "key", MethodType.methodType(String.class, String.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }
}
