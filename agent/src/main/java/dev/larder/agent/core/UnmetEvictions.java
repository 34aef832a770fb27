package dev.larder.agent.core;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.NearestNames;
import dev.larder.agent.core.key.TemplateShape;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.PutPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds templates of evictions under which no method stores anything, mostly because of a mistake in their text.
 *
 * <p>Classes load when they are needed, so the method that caches may load after the one that evicts. A template is
 * checked once, at the second look after its class was woven. A process that caches nothing evicts for others and is
 * not checked; nor is one that stores under its own keys through {@code dev.larder.Larder}.
 *
 * <p><b>Threads.</b> Thread-safe; notified inside class loading.
 */
final class UnmetEvictions {

    /** More distinct templates than this are not checked. */
    private static final int MAX_TEMPLATES = 10_000;

    private static final String TAG = "tag template";

    /** @param text as written in the annotation */
    private record Wanted(String signature, String what, String text, TemplateShape shape) {

        boolean isTag() {
            return what.equals(TAG);
        }

        LogLine problem(Set<String> stored) {
            List<String> nearest = NearestNames.to(text, stored);
            return Message.UNMET_EVICTION.of(
                    signature,
                    what,
                    text,
                    nearest.isEmpty() ? "" : "; the nearest that is stored under is '" + nearest.get(0) + "'");
        }
    }

    @GuardedBy("this")
    private final Map<String, TemplateShape> keys = new LinkedHashMap<>();

    @GuardedBy("this")
    private final Map<String, TemplateShape> tags = new LinkedHashMap<>();

    @GuardedBy("this")
    private Set<Wanted> fresh = new LinkedHashSet<>();

    @GuardedBy("this")
    private Set<Wanted> due = new LinkedHashSet<>();

    @GuardedBy("this")
    private final Set<String> seen = new LinkedHashSet<>();

    @GuardedBy("this")
    private boolean storesAnything;

    synchronized void add(MethodPlan plan) {
        if (seen.size() + keys.size() + tags.size() > MAX_TEMPLATES) {
            storesAnything = true;
            return;
        }
        CachePlan cached = plan.cached();
        if (cached != null) {
            keys.computeIfAbsent(
                    cached.key().isEmpty() ? plan.signature() : cached.key(),
                    text -> cached.key().isEmpty() ? TemplateShape.ofDefaultKey(text) : TemplateShape.of(text));
            addTags(cached.tags());
        }
        for (PutPlan put : plan.puts()) {
            keys.computeIfAbsent(put.key(), TemplateShape::of);
            addTags(put.tags());
        }
        for (EvictPlan eviction : plan.evictions()) {
            for (String text : eviction.keys()) {
                want(plan, "key template", text, TemplateShape.of(text));
            }
            for (String text : eviction.patterns()) {
                want(plan, "pattern", text, TemplateShape.ofPattern(text));
            }
            for (String text : eviction.tags()) {
                want(plan, TAG, text, TemplateShape.of(text));
            }
        }
    }

    @GuardedBy("this")
    private void addTags(List<String> templates) {
        for (String text : templates) {
            tags.computeIfAbsent(text, TemplateShape::of);
        }
    }

    /** The same method in two class loaders is one method in the log. */
    @GuardedBy("this")
    private void want(MethodPlan plan, String what, String text, TemplateShape shape) {
        if (seen.add(plan.signature() + " " + what + " " + text)) {
            fresh.add(new Wanted(plan.signature(), what, text, shape));
        }
    }

    /** The application stores under keys that no template shows. */
    synchronized void storesAnything() {
        storesAnything = true;
    }

    /** Whether another look may find something. */
    synchronized boolean isAnyToJudge() {
        return !storesAnything && !(fresh.isEmpty() && due.isEmpty());
    }

    /** A line for each template that was there at the last look already and that nothing meets. */
    synchronized List<LogLine> look() {
        List<LogLine> problems = new ArrayList<>();
        if (!storesAnything && !keys.isEmpty()) {
            for (Wanted wanted : due) {
                Map<String, TemplateShape> stored = wanted.isTag() ? tags : keys;
                if (stored.values().stream().noneMatch(wanted.shape::canMeet)) {
                    problems.add(wanted.problem(stored.keySet()));
                }
            }
        }
        due = fresh;
        fresh = new LinkedHashSet<>();
        return problems;
    }
}
