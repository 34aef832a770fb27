package dev.larder.agent.core.config.parse;

import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.config.AgentConfig;
import dev.larder.agent.core.config.source.Application;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The effective configuration, with sources and problems.
 *
 * @param problems one WARN each, without secrets
 * @param values every effective value with its source, without secrets, in the order of the documentation
 */
public record EffectiveConfig(AgentConfig config, List<LogLine> problems, List<Value> values) {

    /** The origin of a value that no source gives. */
    static final String DEFAULT = "default";

    /**
     * The effective value of one key.
     *
     * @param text as it would be written in a file, without secrets
     * @param origin such as {@code system property}, or {@code default}
     */
    public record Value(String key, String text, String origin) {

        @Override
        public String toString() {
            return key + "=" + text + " (" + origin + ")";
        }
    }

    /**
     * The effective configuration of one method.
     *
     * @param method {@code <class>.<method>}
     */
    public record MethodValue(String key, String method, String origin) {

        public String className() {
            return method.substring(0, method.lastIndexOf('.'));
        }

        public String methodName() {
            return method.substring(method.lastIndexOf('.') + 1);
        }

        /** The key that says the same of another method. */
        public String keyOf(String other) {
            return MethodKeys.PREFIX + other + key.substring(key.lastIndexOf('.'));
        }
    }

    public EffectiveConfig {
        problems = List.copyOf(problems);
        values = List.copyOf(values);
    }

    /** Whether the namespace was configured. */
    public boolean isNamespaceGiven() {
        return values.stream()
                .noneMatch(value -> value.key().equals(Setting.NAMESPACE.key())
                        && value.origin().equals(DEFAULT));
    }

    /** With the namespace of {@code application} if none was configured. */
    public EffectiveConfig of(Application application) {
        if (isNamespaceGiven() || !application.isKnown()) {
            return this;
        }
        String namespace = application.namespace();
        Value own = new Value(Setting.NAMESPACE.key(), namespace, "default, from " + application.origin());
        List<Value> all = values.stream()
                .map(value -> value.key().equals(own.key()) ? own : value)
                .toList();
        return new EffectiveConfig(config.withNamespace(namespace), problems, all);
    }

    /** The configuration of single methods. */
    public List<MethodValue> ofMethods() {
        return values.stream()
                .filter(value -> MethodKeys.isKey(value.key()))
                .map(value -> new MethodValue(value.key(), MethodKeys.methodOf(value.key()), value.origin()))
                .toList();
    }

    /** The source of the namespace, such as {@code system property}. */
    public String namespaceOrigin() {
        return values.stream()
                .filter(value -> value.key().equals(Setting.NAMESPACE.key()))
                .map(Value::origin)
                .findFirst()
                .orElse(DEFAULT);
    }

    /** One line with everything. */
    public String summary() {
        return values.stream().map(Value::toString).collect(Collectors.joining(", "));
    }
}
