package dev.larder.agent.core.config.parse;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.config.BadValueException;
import dev.larder.agent.core.config.RedisUrl;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables by which platforms commonly name their Redis: {@code REDIS_URL}, or {@code REDIS_HOST} with {@code
 * REDIS_PORT}, {@code REDIS_PASSWORD} and {@code REDIS_DB}. They are used if no source has {@code larder.redis.url}. If
 * one part is bad, none is used: the rest would be another database.
 */
final class RedisVariables {

    private static final ValueSyntax<Long> PORT = ValueSyntax.wholeNumber(1, RedisUrl.MAX_PORT);
    private static final ValueSyntax<Long> DATABASE = ValueSyntax.wholeNumber(0, RedisUrl.MAX_DATABASE);

    /** In Kubernetes, a service named redis sets it to {@code tcp://10.0.0.7:6379}, which the operator never sees. */
    private static final String OF_KUBERNETES =
            " (Kubernetes sets REDIS_PORT by itself where a service is named redis.)";

    private final Map<String, String> environment;
    private final Problems problems;

    RedisVariables(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    void addTo(GivenValues given) {
        String key = Setting.REDIS_URL.key();
        String url = environment.get("REDIS_URL");
        if (given.get(key) != null) {
            return;
        }
        if (url != null) {
            given.offer(key, url.trim(), "environment variable REDIS_URL");
            return;
        }
        String composed = compose();
        if (composed != null) {
            given.offer(key, composed, "environment variable REDIS_HOST");
        }
    }

    private @Nullable String compose() {
        String host = environment.getOrDefault("REDIS_HOST", "").trim();
        if (host.isEmpty()) {
            return null;
        }
        Long port = number("REDIS_PORT", PORT, 6379L);
        Long database = number("REDIS_DB", DATABASE, 0L);
        if (port == null || database == null) {
            return null;
        }
        String password = environment.getOrDefault("REDIS_PASSWORD", "");
        String credentials = password.isEmpty() ? "" : ":" + RedisUrl.encode(password) + "@";
        return "redis://" + credentials + host + ":" + port + "/" + database;
    }

    private @Nullable Long number(String name, ValueSyntax<Long> form, Long absent) {
        String text = environment.getOrDefault(name, "").trim();
        if (text.isEmpty()) {
            return absent;
        }
        try {
            return form.parse(text);
        } catch (BadValueException e) {
            problems.add(Message.BAD_REDIS_VARIABLE.of(
                    name, Problems.quotable(text), form.accepted(), name, text.contains(":") ? OF_KUBERNETES : ""));
            return null;
        }
    }
}
