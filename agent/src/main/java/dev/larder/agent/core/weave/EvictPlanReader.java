package dev.larder.agent.core.weave;

import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.TemplateKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan of one {@code @CacheEvict}.
 *
 * <p>A template that cannot work is refused alone: the others of the annotation still evict what they name.
 */
record EvictPlanReader(TemplateCheck templates, Consumer<Refusal> refusals) {

    private static final String BEFORE = "BEFORE";
    private static final String ALWAYS = "ALWAYS";

    /**
     * Null if nothing would be evicted because all templates were refused.
     *
     * @throws Refusal of the annotation as a whole
     */
    @Nullable
    EvictPlan read(EvictAnnotation evict) throws Refusal {
        Refusal.checkKnown("@CacheEvict", evict.unknown());
        checkPhase(evict.phase());
        if (evict.keys().isEmpty() && evict.tags().isEmpty() && evict.patterns().isEmpty()) {
            throw new Refusal("its @CacheEvict names nothing to evict", "Write a key, a tag or a pattern.");
        }
        EvictPlan plan = new EvictPlan(
                evict.phase(),
                usable(evict.keys(), TemplateKind.EVICT_KEY, evict.phase()),
                usable(evict.tags(), TemplateKind.EFFECT_TAG, evict.phase()),
                usable(evict.patterns(), TemplateKind.PATTERN, evict.phase()));
        boolean isEmpty = plan.keys().isEmpty()
                && plan.tags().isEmpty()
                && plan.patterns().isEmpty();
        return isEmpty ? null : plan;
    }

    private static void checkPhase(String phase) throws Refusal {
        if (!List.of(EvictPlan.AFTER_SUCCESS, BEFORE, ALWAYS).contains(phase)) {
            Refusal.checkKnown("@CacheEvict", List.of("phase = " + phase));
        }
    }

    private List<String> usable(List<String> sources, TemplateKind kind, String phase) {
        List<String> usable = new ArrayList<>();
        for (String source : sources) {
            try {
                checkHasResult(templates.check(source, kind), phase);
                usable.add(source);
            } catch (Refusal e) {
                refusals.accept(e);
            }
        }
        return usable;
    }

    private static void checkHasResult(KeyTemplate template, String phase) throws Refusal {
        if (template.needsResult() && !phase.equals(EvictPlan.AFTER_SUCCESS)) {
            String why =
                    phase.equals(BEFORE) ? "there is none before the method runs" : "a method that throws has none";
            throw new Refusal(
                    "template '" + template.source() + "' names the result, but its phase is " + phase + " and " + why,
                    "Name a parameter instead, or write phase = AFTER_SUCCESS.");
        }
    }
}
