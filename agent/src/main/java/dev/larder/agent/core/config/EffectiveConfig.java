package dev.larder.agent.core.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the configuration came to.
 *
 * @param problems one sentence or more each, for one WARN each, without secrets
 * @param values every value in force and where it came from, without secrets, in the order of the documentation
 */
public record EffectiveConfig(AgentConfig config, List<String> problems, List<Value> values) {

    /**
     * One key as it is in force.
     *
     * @param text as it would be written in a file, but for secrets
     * @param origin such as {@code system property}, or {@code default}
     */
    public record Value(String key, String text, String origin) {

        @Override
        public String toString() {
            return key + "=" + text + " (" + origin + ")";
        }
    }

    public EffectiveConfig {
        problems = List.copyOf(problems);
        values = List.copyOf(values);
    }

    /** One line with everything. */
    public String summary() {
        return values.stream().map(Value::toString).collect(Collectors.joining(", "));
    }
}
