package dev.larder.agent.core.effect;

import dev.larder.agent.core.plan.EvictPhase;
import java.util.ArrayList;
import java.util.List;

/**
 * The templates of evictions that take place together.
 *
 * @param isEmpty whether there are none
 */
record EvictionTemplates(List<Template> keys, List<Template> tags, List<Template> patterns, boolean isEmpty) {

    /** Of all evictions of one method in one phase. */
    static EvictionTemplates of(EvictPhase phase, List<EvictEffect> evictions) {
        List<Template> keys = new ArrayList<>();
        List<Template> tags = new ArrayList<>();
        List<Template> patterns = new ArrayList<>();
        for (EvictEffect eviction : evictions) {
            if (eviction.phase() == phase) {
                keys.addAll(eviction.keys());
                tags.addAll(eviction.tags());
                patterns.addAll(eviction.patterns());
            }
        }
        return of(keys, tags, patterns);
    }

    /** Those whose texts the method's body may change, or that need its result. */
    EvictionTemplates open() {
        return of(open(keys), open(tags), open(patterns));
    }

    private static List<Template> open(List<Template> templates) {
        return templates.stream().filter(template -> !template.isFixed()).toList();
    }

    private static EvictionTemplates of(List<Template> keys, List<Template> tags, List<Template> patterns) {
        boolean isEmpty = keys.isEmpty() && tags.isEmpty() && patterns.isEmpty();
        return new EvictionTemplates(keys, tags, patterns, isEmpty);
    }
}
