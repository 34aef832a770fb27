package dev.larder.agent.core.effect;

import java.util.ArrayList;
import java.util.List;

/** The templates of all evictions of one method that take place in one phase. */
record PhaseTemplates(List<Template> keys, List<Template> tags, List<Template> patterns) {

    static PhaseTemplates of(Phase phase, List<EvictEffect> evictions) {
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
        return new PhaseTemplates(keys, tags, patterns);
    }

    boolean isEmpty() {
        return keys.isEmpty() && tags.isEmpty() && patterns.isEmpty();
    }
}
