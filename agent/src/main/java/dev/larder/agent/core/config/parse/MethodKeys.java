package dev.larder.agent.core.config.parse;

import dev.larder.agent.core.base.Tier;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The keys of single methods: {@code larder.method.<class>.<method>.ttl}, {@code .enabled}, {@code
 * .staleTtl}, {@code .staleIfError}, {@code .refreshAhead} and {@code .tier}. The class is written as
 * in {@link Class#getName()}; overloads share their keys.
 */
final class MethodKeys {

    static final String PREFIX = "larder.method.";
    static final String PATTERN =
            "larder.method.<class>.<method>.ttl, .enabled, .staleTtl, .staleIfError, .refreshAhead or .tier";

    static final ValueSyntax<Duration> TTL = ValueSyntax.duration(Duration.ofMillis(1), Duration.ofDays(365));
    static final ValueSyntax<Boolean> ENABLED = ValueSyntax.bool();
    static final ValueSyntax<Tier> TIER = ValueSyntax.oneOf(Tier.class);

    /** How long after its time to live. */
    static final ValueSyntax<Duration> STALE = ValueSyntax.duration(Duration.ZERO, Duration.ofDays(365));

    static final ValueSyntax<Double> REFRESH_AHEAD = ValueSyntax.fraction();

    private static final String TTL_SUFFIX = ".ttl";
    private static final String ENABLED_SUFFIX = ".enabled";
    private static final String STALE_TTL_SUFFIX = ".staleTtl";
    private static final String STALE_IF_ERROR_SUFFIX = ".staleIfError";
    private static final String REFRESH_AHEAD_SUFFIX = ".refreshAhead";
    private static final String TIER_SUFFIX = ".tier";
    private static final Pattern KEY = Pattern.compile(Pattern.quote(PREFIX)
            + "[^.\\s=\\p{Cntrl}]+(?:\\.[^.\\s=\\p{Cntrl}]+)+(?:"
            + String.join(
                    "|",
                    TTL_SUFFIX,
                    ENABLED_SUFFIX,
                    STALE_TTL_SUFFIX,
                    STALE_IF_ERROR_SUFFIX,
                    REFRESH_AHEAD_SUFFIX,
                    TIER_SUFFIX)
            + ")");

    private MethodKeys() {}

    static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    /** The methods in {@code keys}, as {@code <class>.<method>}. */
    static List<String> methodsOf(List<String> keys) {
        return keys.stream().map(MethodKeys::methodOf).distinct().toList();
    }

    static String methodOf(String key) {
        return key.substring(PREFIX.length(), key.lastIndexOf('.'));
    }

    static String ttlKey(String method) {
        return PREFIX + method + TTL_SUFFIX;
    }

    static String staleTtlKey(String method) {
        return PREFIX + method + STALE_TTL_SUFFIX;
    }

    static String staleIfErrorKey(String method) {
        return PREFIX + method + STALE_IF_ERROR_SUFFIX;
    }

    static String refreshAheadKey(String method) {
        return PREFIX + method + REFRESH_AHEAD_SUFFIX;
    }

    static String enabledKey(String method) {
        return PREFIX + method + ENABLED_SUFFIX;
    }

    static String tierKey(String method) {
        return PREFIX + method + TIER_SUFFIX;
    }
}
