package dev.larder.agent.core;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.NearestNames;
import dev.larder.agent.core.config.parse.EffectiveConfig;
import dev.larder.agent.core.plan.MethodPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds configuration of single methods, {@code larder.method.<class>.<method>.…}, for which there is no cached
 * method.
 *
 * <p>Classes load when they are needed, so a key is checked when its class has been loaded. Only a nested class that
 * is written with a dot is checked before: no class of that name can exist beside the nested one.
 *
 * <p><b>Threads.</b> Thread-safe; notified inside class loading.
 */
final class UnmetOverrides {

    private static final int MAX_LISTED = 5;

    /** As configuration names them: {@code <class>.<method>}. */
    private final Set<String> cached = ConcurrentHashMap.newKeySet();

    @GuardedBy("this")
    private final List<EffectiveConfig.MethodValue> unjudged = new ArrayList<>();

    void add(MethodPlan plan) {
        if (plan.cached() != null) {
            cached.add(plan.qualifiedName());
        }
    }

    /** Adds effective configuration to be checked. */
    synchronized void expect(List<EffectiveConfig.MethodValue> values) {
        unjudged.addAll(values);
    }

    /** Whether another look may find something. */
    synchronized boolean isAnyToJudge() {
        unjudged.removeIf(value -> cached.contains(value.method()));
        return !unjudged.isEmpty();
    }

    /**
     * A line for each key that turns out to have no effect, once.
     *
     * @param loaded the names of all classes that are loaded
     */
    synchronized List<LogLine> look(Set<String> loaded) {
        List<LogLine> problems = new ArrayList<>();
        if (isAnyToJudge()) {
            unjudged.removeIf(value -> {
                String nested = nested(value.method());
                boolean isWrong = nested != null || loaded.contains(value.className());
                if (isWrong) {
                    problems.add(problem(value, nested == null ? nearest(value) : nested));
                }
                return isWrong;
            });
        }
        return problems;
    }

    /** The cached method that is {@code method} except for the {@code $} before a nested class. */
    private @Nullable String nested(String method) {
        return cached.stream()
                .filter(name -> name.indexOf('$') > 0 && name.replace('$', '.').equals(method))
                .findFirst()
                .orElse(null);
    }

    private @Nullable String nearest(EffectiveConfig.MethodValue value) {
        List<String> sameClass = cached.stream()
                .filter(name -> name.startsWith(value.className() + "."))
                .toList();
        return NearestNames.to(value.method(), sameClass.isEmpty() ? cached : sameClass).stream()
                .findFirst()
                .orElse(null);
    }

    private static LogLine problem(EffectiveConfig.MethodValue value, @Nullable String meant) {
        return Message.UNMET_OVERRIDE.of(
                value.key(),
                value.origin(),
                value.className(),
                value.methodName(),
                meant == null
                        ? "Remove the key."
                        : "Write " + value.keyOf(meant) + " if the nearest cached method is meant, or remove the key.");
    }

    /** The keys that are still without effect, as a line lists them; empty if there are none. */
    synchronized String waiting() {
        if (!isAnyToJudge()) {
            return "";
        }
        int more = unjudged.size() - MAX_LISTED;
        return unjudged.stream()
                        .limit(MAX_LISTED)
                        .map(EffectiveConfig.MethodValue::key)
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
