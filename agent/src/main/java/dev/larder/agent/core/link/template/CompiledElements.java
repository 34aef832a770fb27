package dev.larder.agent.core.link.template;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.effect.many.PutElements;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The key of a put of many, and the tags of its entries.
 *
 * <p><b>Threads.</b> Immutable. Runs the application's iterators and accessors on the caller's thread.
 *
 * @param key with a collection
 * @param ownTags with the same collection: of each element, its own
 * @param sharedTags the others, which each entry has
 */
record CompiledElements(
        CompiledTemplate key,
        List<CompiledTemplate> ownTags,
        List<Template> sharedTags,
        UnaryOperator<String> hideKey,
        UnaryOperator<String> hideTag)
        implements PutElements {

    CompiledElements {
        ownTags = List.copyOf(ownTags);
        sharedTags = List.copyOf(sharedTags);
    }

    @Override
    public boolean needsResult() {
        return key.needsResult()
                || ownTags.stream().anyMatch(Template::needsResult)
                || sharedTags.stream().anyMatch(Template::needsResult);
    }

    @Override
    public List<@Nullable Object> of(@Nullable Object[] arguments, @Nullable Object result) {
        return key.elements(arguments, result);
    }

    @Override
    public String keyOf(@Nullable Object[] arguments, @Nullable Object result, @Nullable Object element) {
        return hideKey.apply(key.textOf(arguments, result, element));
    }

    @Override
    public List<String> tagsOf(@Nullable Object[] arguments, @Nullable Object result, @Nullable Object element) {
        List<String> tags = new ArrayList<>();
        for (CompiledTemplate own : ownTags) {
            tags.add(hideTag.apply(own.textOf(arguments, result, element)));
        }
        for (Template shared : sharedTags) {
            tags.addAll(shared.render(arguments, result));
        }
        return tags;
    }
}
