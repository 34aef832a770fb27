package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.Eviction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Renders the templates of one call, before its body or after it.
 *
 * <p><b>Threads.</b> Confined to the call's thread.
 *
 * <p><b>Failure.</b> A template, or an element of a collection, that cannot be rendered is reported and makes no text.
 * The others are still rendered.
 */
final class Rendering {

    private final @Nullable Object[] arguments;
    private final @Nullable Object result;
    private final boolean hasResult;
    private final EffectWarnings warnings;
    private boolean failed;
    private @Nullable StackOverflowError overflow;

    /** Templates that need the result make nothing. */
    Rendering(@Nullable Object[] arguments, EffectWarnings warnings) {
        this(arguments, null, false, warnings);
    }

    Rendering(@Nullable Object[] arguments, @Nullable Object result, EffectWarnings warnings) {
        this(arguments, result, true, warnings);
    }

    private Rendering(
            @Nullable Object[] arguments, @Nullable Object result, boolean hasResult, EffectWarnings warnings) {
        this.arguments = arguments;
        this.result = result;
        this.hasResult = hasResult;
        this.warnings = warnings;
    }

    Eviction eviction(EvictionTemplates templates) {
        return templates.isEmpty()
                ? Eviction.NOTHING
                : new Eviction(texts(templates.keys()), texts(templates.tags()), texts(templates.patterns()));
    }

    /** For evictions, where every text counts by itself. */
    private Set<String> texts(List<Template> templates) {
        if (templates.isEmpty()) {
            return Set.of();
        }
        Set<String> texts = new LinkedHashSet<>();
        for (Template template : templates) {
            if (hasResult || !template.needsResult()) {
                addTexts(template, texts);
            }
        }
        return texts;
    }

    private void addTexts(Template template, Set<String> texts) {
        try {
            texts.addAll(template.render(arguments, result, misfit -> warnings.cannotRender(template, misfit)));
        } catch (Throwable problem) { // out of stack or memory, or a fault of ours
            note(template, problem);
        }
    }

    private void note(Template template, Throwable problem) {
        failed = true;
        if (problem instanceof StackOverflowError tooLittle) {
            overflow = tooLittle;
        }
        warnings.cannotRender(template, problem);
    }

    /** Whether some text is missing that could be made at another time. */
    boolean hasFailed() {
        return failed;
    }

    /** A problem that a text had; null if none had one. */
    @Nullable
    StackOverflowError overflow() {
        return overflow;
    }

    /** What {@code reading} makes of the arguments and the result, for {@code template}; null if it cannot be rendered. */
    <T> @Nullable T of(Template template, Reading<T> reading) {
        if (template.needsResult() && !hasResult) {
            return null;
        }
        try {
            return reading.of(arguments, result);
        } catch (Throwable problem) { // as in whole
            note(template, problem);
            return null;
        }
    }

    /** Makes a part of an effect. */
    @FunctionalInterface
    interface Reading<T> {
        T of(@Nullable Object[] arguments, @Nullable Object result);
    }

    /** All texts of the template, if they count only together; null if one of them cannot be rendered. */
    @Nullable
    List<String> whole(Template template) {
        if (template.needsResult() && !hasResult) {
            return null;
        }
        try {
            return template.render(arguments, result);
        } catch (Throwable problem) { // also an exception of an application's property
            note(template, problem);
            return null;
        }
    }
}
