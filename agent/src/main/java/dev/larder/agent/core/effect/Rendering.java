package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.Eviction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes texts of the templates of one call, before its body or after it.
 *
 * <p><b>Threads.</b> Confined to the call's thread.
 *
 * <p><b>Failure.</b> A template that cannot be rendered makes nothing, is reported, and does not keep the others from
 * being rendered.
 */
final class Rendering {

    private final @Nullable Object[] arguments;
    private final @Nullable Object result;
    private final boolean hasResult;
    private final BiConsumer<Template, Throwable> problems;

    private Rendering(
            @Nullable Object[] arguments,
            @Nullable Object result,
            boolean hasResult,
            BiConsumer<Template, Throwable> problems) {
        this.arguments = arguments;
        this.result = result;
        this.hasResult = hasResult;
        this.problems = problems;
    }

    /** Templates that need the result make nothing. */
    static Rendering withoutResult(@Nullable Object[] arguments, BiConsumer<Template, Throwable> problems) {
        return new Rendering(arguments, null, false, problems);
    }

    static Rendering withResult(
            @Nullable Object[] arguments, @Nullable Object result, BiConsumer<Template, Throwable> problems) {
        return new Rendering(arguments, result, true, problems);
    }

    Eviction eviction(PhaseTemplates templates) {
        return new Eviction(all(templates.keys()), all(templates.tags()), all(templates.patterns()));
    }

    private Set<String> all(List<Template> templates) {
        if (templates.isEmpty()) {
            return Set.of();
        }
        Set<String> texts = new LinkedHashSet<>();
        for (Template template : templates) {
            List<String> made = texts(template);
            if (made != null) {
                texts.addAll(made);
            }
        }
        return texts;
    }

    /** What the template makes; null if it cannot be rendered. */
    @Nullable
    List<String> texts(Template template) {
        if (template.needsResult() && !hasResult) {
            return null;
        }
        try {
            return template.render(arguments, result);
        } catch (Throwable problem) { // also what a property of the application's throws
            problems.accept(template, problem);
            return null;
        }
    }
}
