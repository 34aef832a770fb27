package dev.larder.agent.core.link;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.KeyElements;
import dev.larder.agent.core.key.KeyEncoder;
import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.UnsupportedKeyException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A template that is rendered from boxed arguments: what a method evicts or puts, and the tags of what it loads.
 *
 * <p><b>Threads.</b> Immutable. Runs the application's iterators and accessors on the caller's thread.
 *
 * @param text of {@code (Object[])String}: the arguments, then the result if it is needed, then an element if there is a
 *     collection
 * @param collection of {@code (Object[])Object}, the same without the element; null for a template that makes one text
 */
record CompiledTemplate(
        String source,
        boolean needsResult,
        MethodHandle text,
        @Nullable MethodHandle collection) implements Template {

    /**
     * Compiles the template of a key or a tag.
     *
     * @param callSite the call site's parameters
     * @throws KeyTemplateException if a path names what a type does not have or does not show
     */
    static CompiledTemplate of(KeyTemplate template, TemplateInputs callSite, WovenMethod woven)
            throws KeyTemplateException {
        return of(template, callSite, woven, KeyHandles::compile);
    }

    /** Compiles the template of a pattern. */
    static CompiledTemplate ofPattern(KeyTemplate template, TemplateInputs callSite, WovenMethod woven)
            throws KeyTemplateException {
        return of(template, callSite, woven, KeyHandles::compilePattern);
    }

    private static CompiledTemplate of(
            KeyTemplate template, TemplateInputs callSite, WovenMethod woven, Compiler compiler)
            throws KeyTemplateException {
        TemplateInputs inputs =
                template.needsResult() ? callSite.withResult(woven.valueClass(), woven.valueType()) : callSite;
        KeyPart.Placeholder collection = template.collection();
        if (collection == null) {
            MethodHandle text = spread(compiler.compile(template, inputs));
            return new CompiledTemplate(template.source(), template.needsResult(), text, null);
        }
        int index = inputs.indexOf(collection);
        PathHandle path = PathHandle.of(collection, inputs.types().get(index), inputs.caller());
        Type element = KeyElements.typeOf(path.type(), collection.source());
        MethodHandle text = spread(compiler.compile(template, inputs.withElement(element)));
        return new CompiledTemplate(
                template.source(), template.needsResult(), text, spread(from(inputs, index, path.read())));
    }

    private static MethodHandle from(TemplateInputs inputs, int index, MethodHandle read) {
        Class<?> given = inputs.type().parameterType(index);
        MethodType all = inputs.type().changeReturnType(Object.class);
        return MethodHandles.permuteArguments(read.asType(MethodType.methodType(Object.class, given)), all, index);
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
        if (collection == null) {
            String made = make(inputs, misfits);
            return made == null ? List.of() : List.of(made);
        }
        Set<String> texts = new LinkedHashSet<>();
        try {
            Object elements = (Object) collection.invokeExact(inputs);
            KeyElements.forEach(elements, source, element -> {
                String made = make(with(inputs, element), misfits);
                if (made != null) {
                    texts.add(made);
                }
            });
        } catch (Throwable e) { // of an iterator of the application's; what it gave before counts
            misfits.accept(misfit(e));
        }
        return List.copyOf(texts);
    }

    private @Nullable String make(@Nullable Object[] inputs, Consumer<UnsupportedKeyException> misfits) {
        try {
            return (String) text.invokeExact(inputs);
        } catch (Throwable e) { // also for an element not of the declared type
            misfits.accept(misfit(e));
            return null;
        }
    }

    private UnsupportedKeyException misfit(Throwable thrown) {
        return thrown instanceof UnsupportedKeyException misfit ? misfit : KeyEncoder.unreadable(source, thrown);
    }

    private static @Nullable Object[] with(@Nullable Object[] some, @Nullable Object more) {
        @Nullable Object[] all = Arrays.copyOf(some, some.length + 1);
        all[some.length] = more;
        return all;
    }

    /** {@link KeyHandles#compile} or {@link KeyHandles#compilePattern}. */
    @FunctionalInterface
    private interface Compiler {
        MethodHandle compile(KeyTemplate template, TemplateInputs inputs) throws KeyTemplateException;
    }
}
