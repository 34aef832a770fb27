package dev.larder.agent.core.link.template;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.KeyElements;
import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import dev.larder.agent.core.link.woven.WovenMethod;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A template that is rendered from boxed arguments: of evictions, puts and tags.
 *
 * <p>A template of evictions has several texts if the declared types do not determine a value's type: those of every
 * method that may have stored it. A template for storing has one.
 *
 * <p><b>Threads.</b> Immutable. Runs the application's iterators and accessors on the caller's thread.
 *
 * @param place what messages name: the template; if there is a collection, the placeholder of its elements
 * @param isFixed whether its texts are made from nothing but arguments that do not change
 * @param texts each of {@code (Object[])String}: the arguments, then the result if it is needed, then an element if there
 *     is a collection
 * @param collection of {@code (Object[])Object}, the same without the element; null for a template that makes one text
 */
record CompiledTemplate(
        String source,
        String place,
        boolean needsResult,
        boolean isFixed,
        List<MethodHandle> texts,
        @Nullable MethodHandle collection)
        implements Template {

    /**
     * Compiles the template of a key or a tag under which something is stored.
     *
     * @param callSite the call site's parameters
     * @throws KeyTemplateException if a path names a missing or inaccessible property
     */
    static CompiledTemplate of(KeyTemplate template, TemplateInputs callSite, WovenMethod woven)
            throws KeyTemplateException {
        return of(template, callSite, woven, (key, inputs) -> List.of(KeyHandles.compile(key, inputs)));
    }

    /** Compiles the template of a key or a tag that is evicted. */
    static CompiledTemplate ofEvicted(KeyTemplate template, TemplateInputs callSite, WovenMethod woven)
            throws KeyTemplateException {
        return of(template, callSite, woven, KeyHandles::compileEvicted);
    }

    /** Compiles the template of a pattern. */
    static CompiledTemplate ofPattern(KeyTemplate template, TemplateInputs callSite, WovenMethod woven)
            throws KeyTemplateException {
        return of(template, callSite, woven, KeyHandles::compilePattern);
    }

    private static CompiledTemplate of(
            KeyTemplate template, TemplateInputs callSite, WovenMethod woven, Compiler compiler)
            throws KeyTemplateException {
        TemplateInputs inputs = callSite.of(template, woven);
        KeyPart.Placeholder collection = template.collection();
        if (collection == null) {
            List<MethodHandle> texts = spread(compiler.compile(template, inputs));
            return new CompiledTemplate(
                    template.source(),
                    template.source(),
                    template.needsResult(),
                    isFixed(template, inputs),
                    texts,
                    null);
        }
        int index = inputs.indexOf(collection);
        PathHandle path = PathHandle.of(collection, inputs.types().get(index), inputs.caller());
        Type element = KeyElements.typeOf(path.type(), collection.source());
        List<MethodHandle> texts = spread(compiler.compile(template, inputs.withElement(element)));
        return new CompiledTemplate(
                template.source(),
                elementOf(template),
                template.needsResult(),
                false,
                texts,
                spread(from(inputs, index, path.read())));
    }

    private static String elementOf(KeyTemplate template) {
        for (KeyPart.Placeholder placeholder : template.placeholders()) {
            if (placeholder instanceof KeyPart.Element element) {
                return element.source();
            }
        }
        return template.source();
    }

    private static boolean isFixed(KeyTemplate template, TemplateInputs inputs) {
        return template.placeholders().stream().allMatch(each -> isFixed(each, inputs));
    }

    private static boolean isFixed(KeyPart.Placeholder placeholder, TemplateInputs inputs) {
        if (!(placeholder instanceof KeyPart.Argument) || !placeholder.path().isEmpty()) {
            return false;
        }
        int index = inputs.indexOf(placeholder);
        Class<?> type = inputs.type().parameterType(index);
        return inputs.types().get(index) == type && KeyEncoder.isFixed(type);
    }

    private static MethodHandle from(TemplateInputs inputs, int index, MethodHandle read) {
        Class<?> given = inputs.type().parameterType(index);
        MethodType all = inputs.type().changeReturnType(Object.class);
        return MethodHandles.permuteArguments(read.asType(MethodType.methodType(Object.class, given)), all, index);
    }

    private static List<MethodHandle> spread(List<MethodHandle> handles) {
        return handles.stream().map(CompiledTemplate::spread).toList();
    }

    private static MethodHandle spread(MethodHandle handle) {
        int count = handle.type().parameterCount();
        return handle.asType(MethodType.genericMethodType(count)
                        .changeReturnType(handle.type().returnType()))
                .asSpreader(Object[].class, count);
    }

    @Override
    public List<String> render(
            @Nullable Object[] arguments, @Nullable Object result, Consumer<UnsupportedKeyException> misfits) {
        @Nullable Object[] inputs = needsResult ? with(arguments, result) : arguments;
        if (collection == null && texts.size() == 1) {
            String made = make(texts.get(0), inputs, misfits);
            return made == null ? List.of() : List.of(made);
        }
        Set<String> made = new LinkedHashSet<>();
        if (collection == null) {
            addAll(inputs, made, misfits);
        } else {
            addElements(collection, inputs, made, misfits);
        }
        return List.copyOf(made);
    }

    /** What is in its collection, in that order. */
    List<@Nullable Object> elements(@Nullable Object[] arguments, @Nullable Object result) {
        List<@Nullable Object> elements = new ArrayList<>();
        try {
            Object all = (Object) Objects.requireNonNull(collection).invokeExact(inputs(arguments, result));
            KeyElements.forEach(all, place, elements::add);
            return elements;
        } catch (Throwable e) { // by an iterator of the application
            throw misfit(e);
        }
    }

    /** The text of one of the elements. */
    String textOf(@Nullable Object[] arguments, @Nullable Object result, @Nullable Object element) {
        try {
            return (String) texts.get(0).invokeExact(with(inputs(arguments, result), element));
        } catch (Throwable e) { // also for an element not of the declared type
            throw misfit(e);
        }
    }

    private @Nullable Object[] inputs(@Nullable Object[] arguments, @Nullable Object result) {
        return needsResult ? with(arguments, result) : arguments;
    }

    private void addElements(
            MethodHandle collection,
            @Nullable Object[] inputs,
            Set<String> made,
            Consumer<UnsupportedKeyException> misfits) {
        try {
            Object elements = (Object) collection.invokeExact(inputs);
            KeyElements.forEach(elements, place, element -> addAll(with(inputs, element), made, misfits));
        } catch (Throwable e) { // by an iterator of the application; its earlier elements count
            misfits.accept(misfit(e));
        }
    }

    /** If one form cannot be rendered, neither can the others; it is reported once. */
    private void addAll(@Nullable Object[] inputs, Set<String> made, Consumer<UnsupportedKeyException> misfits) {
        for (MethodHandle text : texts) {
            String one = make(text, inputs, misfits);
            if (one == null) {
                return;
            }
            made.add(one);
        }
    }

    private @Nullable String make(
            MethodHandle text, @Nullable Object[] inputs, Consumer<UnsupportedKeyException> misfits) {
        try {
            return (String) text.invokeExact(inputs);
        } catch (Throwable e) { // also for an element not of the declared type
            misfits.accept(misfit(e));
            return null;
        }
    }

    private UnsupportedKeyException misfit(Throwable thrown) {
        return thrown instanceof UnsupportedKeyException misfit ? misfit : KeyEncoder.unreadable(place, thrown);
    }

    private static @Nullable Object[] with(@Nullable Object[] some, @Nullable Object more) {
        @Nullable Object[] all = Arrays.copyOf(some, some.length + 1);
        all[some.length] = more;
        return all;
    }

    /** A method of {@link KeyHandles} that compiles. */
    @FunctionalInterface
    private interface Compiler {
        List<MethodHandle> compile(KeyTemplate template, TemplateInputs inputs) throws KeyTemplateException;
    }
}
