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
 * <p><b>Failure.</b> What cannot be rendered, be it a template or one element of a collection, is reported and makes
 * nothing. It does not keep the others from being rendered.
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
        if (templates.size() <= 1) {
            return templates.isEmpty() ? Set.of() : Set.copyOf(whatCanBe(templates.get(0)));
        }
        Set<String> texts = new LinkedHashSet<>();
        for (Template template : templates) {
            texts.addAll(whatCanBe(template));
        }
        return texts;
    }

    /** For evictions, where every text counts by itself. */
    private List<String> whatCanBe(Template template) {
        if (isMeaningless(template)) {
            return List.of();
        }
        try {
            return template.render(arguments, result, misfit -> problems.accept(template, misfit));
        } catch (Throwable problem) { // out of stack or memory, or a fault of ours
            problems.accept(template, problem);
            return List.of();
        }
    }

    /** All that the template makes, for what counts as a whole; null if not all of it can be rendered. */
    @Nullable
    List<String> whole(Template template) {
        if (isMeaningless(template)) {
            return null;
        }
        try {
            return template.render(arguments, result);
        } catch (Throwable problem) { // also what a property of the application's throws
            problems.accept(template, problem);
            return null;
        }
    }

    private boolean isMeaningless(Template template) {
        return template.needsResult() && !hasResult;
    }
}
