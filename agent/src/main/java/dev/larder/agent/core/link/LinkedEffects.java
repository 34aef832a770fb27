package dev.larder.agent.core.link;

import dev.larder.agent.core.effect.EvictEffect;
import dev.larder.agent.core.effect.PutEffect;
import dev.larder.agent.core.effect.Template;
import java.util.ArrayList;
import java.util.List;

/** The compiled evictions and puts of a woven method. */
record LinkedEffects(List<EvictEffect> evictions, List<PutEffect> puts) {

    LinkedEffects {
        evictions = List.copyOf(evictions);
        puts = List.copyOf(puts);
    }

    boolean isEmpty() {
        return evictions.isEmpty() && puts.isEmpty();
    }

    /** With an eviction in place of each put, so that at least the old value is not served. */
    LinkedEffects withoutPuts() {
        List<EvictEffect> all = new ArrayList<>(evictions);
        for (PutEffect put : puts) {
            all.add(evictionOf(put.key()));
        }
        return new LinkedEffects(all, List.of());
    }

    /** The eviction in place of a put that cannot store. */
    static EvictEffect evictionOf(Template key) {
        return EvictEffect.ofKey(key);
    }
}
