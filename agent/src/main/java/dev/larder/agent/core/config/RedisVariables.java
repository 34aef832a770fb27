package dev.larder.agent.core.config;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables by which platforms commonly name their Redis: {@code REDIS_URL}, or {@code REDIS_HOST} with
 * {@code REDIS_PORT}, {@code REDIS_PASSWORD} and {@code REDIS_DB}. They count where {@code larder.redis.url} is given
 * nowhere. An address of which one part is wrong is not used at all: its remainder would be another database.
 */
final class RedisVariables {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");

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
        String port = number("REDIS_PORT", "6379");
        String database = number("REDIS_DB", "0");
        if (port == null || database == null) {
            return null;
        }
        String password = environment.getOrDefault("REDIS_PASSWORD", "");
        String credentials = password.isEmpty() ? "" : ":" + RedisUrl.encode(password) + "@";
        return "redis://" + credentials + host + ":" + port + "/" + database;
    }

    private @Nullable String number(String name, String absent) {
        String text = environment.getOrDefault(name, "").trim();
        if (text.isEmpty()) {
            return absent;
        }
        if (DIGITS.matcher(text).matches()) {
            return text;
        }
        // Kubernetes sets REDIS_PORT=tcp://10.0.0.7:6379 for a service named redis; the operator never sees that.
        problems.add("Bad value for " + name + ": " + Problems.quotable(text)
                + " from the environment is not a number, so"
                + " REDIS_HOST is not used and entries are kept in memory only. Set " + name + " or "
                + Setting.REDIS_URL.key() + ". (Kubernetes sets REDIS_PORT by itself where a service is named redis.)");
        return null;
    }
}
