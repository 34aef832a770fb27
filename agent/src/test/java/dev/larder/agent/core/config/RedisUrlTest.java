package dev.larder.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisUrlTest {

    @ParameterizedTest
    @CsvSource({
        "redis://h,                     redis://h:6379/0",
        "redis://h/,                    redis://h:6379/0",
        "REDISS://h:1/7,                rediss://h:1/7",
        "redis://my_redis-1.x:65535/12, redis://my_redis-1.x:65535/12",
        "redis://[::1]:6380,            redis://[::1]:6380/0",
        "redis://:pw@h,                 redis://:pw@h:6379/0",
        "redis://pw@h,                  redis://:pw@h:6379/0",
        "redis://u:p:w@h,               redis://u:p%3Aw@h:6379/0",
        "redis://u:p@w@h,               redis://u:p%40w@h:6379/0",
        "redis://u:p+w%20x%2F@h,        redis://u:p%2Bw%20x%2F@h:6379/0",
        "redis-cluster://h,             redis-cluster://h:6379",
        "rediss-Cluster://u:p@h:1/0,    rediss-cluster://u:p@h:1",
        "'redis-cluster://:p@a,b:2,[::1]:3/', 'redis-cluster://:p@a:6379,b:2,[::1]:3'"
    })
    void parse_validUrl_keepsItsMeaning(String text, String normal) {
        RedisUrl url = RedisUrl.parse(text);

        assertThat(url.withSecrets()).isEqualTo(normal);
        assertThat(RedisUrl.parse(normal)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h",
                "h:6379",
                "redis:h",
                "redis:/h",
                "redis://",
                "redis://:6379",
                "redis://h:",
                "redis://h:0",
                "redis://h:65536",
                "redis://h:x",
                "redis://h/x",
                "redis://h/1/2",
                "redis://h?db=1",
                "redis://h/0#x",
                "http://h",
                "unix:///run/redis.sock",
                "redis-socket:///run/redis.sock",
                "redis+sentinel://h",
                "redis://a,b",
                "redis-cluster://a,,b",
                "redis-cluster://a,",
                "redis-cluster://a,b:0",
                "redis-cluster://a:1/b:2",
                "redis-cluster://a/1",
                "redis+cluster://a",
                "redis://:p%zz@h",
                "redis://:p/w@h",
                "redis://:p#w@h",
                "redis://:p?w@h",
                " redis://h",
                "redis://h h"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisUrl.parse(text))
                .withMessageStartingWith("The Redis URL ");
    }

    @Test
    void parse_severalServersOfNoCluster_saysWhatToWrite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisUrl.parse("redis://a,b"))
                .withMessageContaining("redis-cluster://");
    }

    @Test
    void toString_hidesUserAndPassword() {
        assertThat(RedisUrl.parse("rediss://hunter2:@h:1/2")).hasToString("rediss://***@h:1/2");
        assertThat(RedisUrl.parse("redis://h")).hasToString("redis://h:6379/0");
        assertThat(RedisUrl.parse("redis-cluster://scott:tiger@a,b:1")).hasToString("redis-cluster://***@a:6379,b:1");
    }
}
