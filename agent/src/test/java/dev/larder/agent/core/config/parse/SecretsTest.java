package dev.larder.agent.core.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.config.RedisUrl;
import dev.larder.agent.core.config.source.ConfigSources;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever form a Redis URL has and wherever it was put, no part of its password is ever shown. */
final class SecretsTest {

    /** In no text of ours, so that finding it means a leak. */
    private static final String MARK = "Zq9x";

    @Property(tries = 2000)
    void read_anyUrlAnywhere_showsNothingOfThePassword(@ForAll("urls") String url, @ForAll("places") int place) {
        EffectiveConfig effective = ConfigReader.read(sources(url, place));

        assertThat(effective.summary() + effective.problems() + effective.config() + effective.values())
                .doesNotContain(MARK);
    }

    @Property(tries = 1000)
    void parse_anyUrl_quotesNothingOfThePassword(@ForAll("urls") String url) {
        String shown;
        try {
            shown = RedisUrl.parse(url).toString();
        } catch (IllegalArgumentException e) {
            shown = e.toString();
        }

        assertThat(shown).doesNotContain(MARK);
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 8);
    }

    /** Templates in which P stands for a password; some are good, some have a part missing, doubled or misplaced. */
    @Provide
    Arbitrary<String> urls() {
        Arbitrary<String> template = Arbitraries.of(
                "redis://:P@h:6379/0",
                "redis://u:P@h",
                "redis://P@h",
                "redis://P:@h",
                "rediss://u:P@h:99999",
                "redis://u:P@",
                "redis:/u:P@h",
                "redis//:P@h",
                "u:P@h:6379",
                "redis://h:6379?password=P",
                "redis://h:6379/0?password=P&x=y",
                "redis://h:6379/0#P@x",
                "redis://u:P@h?password=P",
                "redis-sentinel://:P@a,b/0#m",
                "redis://:P@a:1,b:2",
                "redis://@:P@h:6379",
                "redis:// :P @h");
        Arbitrary<String> noise =
                Arbitraries.strings().withChars("ab1:/?#@%,,,=&+ \n\t[]ä").ofMaxLength(4);
        Arbitrary<String> password =
                Arbitraries.oneOf(noise.map(n -> n + MARK), noise.map(n -> MARK + n + MARK), noise.map(n -> MARK + n));
        return Combinators.combine(template, password).as((t, p) -> t.replace("P", p));
    }

    private static ConfigSources sources(String url, int place) {
        return switch (place) {
            case 0 -> new ConfigSources("redis.url=" + url, Map.of(), Map.of());
            case 1 -> new ConfigSources("larder.redis.url=" + url + ",enabled=true", Map.of(), Map.of());
            case 2 -> new ConfigSources("", Map.of("larder.redis.url", url), Map.of());
            case 3 -> new ConfigSources("", Map.of(), Map.of("LARDER_REDIS_URL", url));
            case 4 -> new ConfigSources("", Map.of(), Map.of("REDIS_URL", url));
            case 5 -> new ConfigSources("", Map.of(), Map.of("REDIS_HOST", url));
            case 6 -> new ConfigSources("", Map.of(), Map.of("REDIS_HOST", "h", "REDIS_PASSWORD", url));
            // Put under a key that does not know secrets, as happens.
            case 7 -> new ConfigSources("", Map.of(anyKey(url), url), Map.of());
            default -> new ConfigSources("", Map.of("larder.redis.uri", url), Map.of());
        };
    }

    private static String anyKey(String url) {
        List<String> keys = Setting.keys();
        return keys.get(Math.floorMod(url.hashCode(), keys.size()));
    }
}
