package dev.larder.agent.core.check;

import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.Refusal;
import dev.larder.agent.core.plan.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Checks the templates of one {@code @CacheEvict}.
 *
 * <p>Each template is refused by itself: the others of the annotation still evict.
 *
 * @param doubts receives templates that work but are probably a mistake
 */
record EvictCheck(TemplateCheck templates, WorkEnd end, Consumer<Refusal> refusals, Consumer<Refusal> doubts) {

    /**
     * Without the templates that were refused; empty if all of them were.
     *
     * @throws Refusal of the annotation as a whole
     */
    EvictPlan check(Written<EvictPlan> written) throws Refusal {
        EvictPlan evict = written.known("@CacheEvict");
        if (evict.isEmpty()) {
            throw new Refusal("its @CacheEvict names nothing to evict", "Write a key, a tag or a pattern.");
        }
        if (evict.phase() != EvictPhase.BEFORE) {
            end.checkSeen(templates.method());
        }
        return new EvictPlan(
                evict.phase(),
                keys(evict),
                usable(evict.tags(), TemplateKind.EFFECT_TAG, evict.phase()),
                usable(evict.patterns(), TemplateKind.PATTERN, evict.phase()),
                evict.sensitive());
    }

    /** A key with a wildcard is a plain key; most likely a pattern was meant. */
    private List<String> keys(EvictPlan evict) {
        List<String> keys = usable(evict.keys(), TemplateKind.EVICT_KEY, evict.phase());
        for (String key : keys) {
            if (key.indexOf('*') >= 0) {
                doubts.accept(new Refusal(
                        "key template '" + key + "' has a '*', which stands for itself in a key",
                        "Write pattern = \"" + key + "\" if all keys are meant that match it."));
            }
        }
        return keys;
    }

    private List<String> usable(List<String> sources, TemplateKind kind, EvictPhase phase) {
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

    private void checkHasResult(KeyTemplate template, EvictPhase phase) throws Refusal {
        if (template.needsResult()) {
            end.checkKept(templates.method());
        }
        if (template.needsResult() && phase != EvictPhase.AFTER_SUCCESS) {
            String why = phase == EvictPhase.BEFORE
                    ? "there is none before the method runs"
                    : "a method that throws has none";
            throw new Refusal(
                    "template '" + template.source() + "' names the result, but its phase is " + phase + " and " + why,
                    templates.parameters().count() > 0
                            ? "Name a parameter instead, or write phase = AFTER_SUCCESS."
                            : "Write phase = AFTER_SUCCESS.");
        }
    }
}
