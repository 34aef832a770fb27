package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedisAddressTest {

    @ParameterizedTest
    @CsvSource({
        "redis://cache, redis://cache:6379/0",
        "redis://cache:7000/3, redis://cache:7000/3",
        "redis://:s3cret@cache, redis://cache:6379/0",
        "redis://scott:s3cret@cache:7000, redis://cache:7000/0",
        "rediss://scott:s3cret@cache, rediss://cache:6379/0",
        "redis://127.0.0.1:7000, redis://127.0.0.1:7000/0",
        "redis://scott:s3cret%40%3A%2F@cache, redis://cache:6379/0",
    })
    void toString_acceptedUrl_namesThePlaceAndNoSecret(String url, String shown) {
        assertThat(RedisAddress.parse(url)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "redis-sentinel://s3cret@a:1#main, Sentinel",
        "redis-socket:///tmp/s3cret, socket",
        "http://s3cret@cache, cannot be read",
        "s3cret@cache:6379, cannot be read",
        "redis://sc%ott:s3cret@cache, percent-encoded",
        "redis://:s3cret@, ''",
        "'redis://:s3cret@a:1,b:2', ''",
    })
    void parse_refusedUrl_saysWhyAndWhatIsAcceptedAndNoSecret(String url, String why) {
        assertThatThrownBy(() -> RedisAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining(why)
                .hasMessageContaining("Accepted is redis://")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void toUri_credentialsWithSpecialCharacters_areDecoded() {
        RedisURI uri = RedisAddress.parse("redis://scott:a%40b%3Ac@cache").toUri(Duration.ofSeconds(1));
        var credentials = uri.getCredentialsProvider().resolveCredentials().block();
        assertThat(credentials.getUsername()).isEqualTo("scott");
        assertThat(new String(credentials.getPassword())).isEqualTo("a@b:c");
    }

    @Test
    void toUri_tls_verifiesCertificateAndName() {
        RedisURI uri = RedisAddress.parse("rediss://cache").toUri(Duration.ofSeconds(1));
        assertThat(uri.isSsl()).isTrue();
        assertThat(uri.getVerifyMode()).isEqualTo(SslVerifyMode.FULL);
        assertThat(uri.isStartTls()).isFalse();
    }

    @Test
    void toUri_anyAddress_carriesTheConnectTimeout() {
        assertThat(RedisAddress.parse("redis://cache")
                        .toUri(Duration.ofMillis(700))
                        .getTimeout())
                .isEqualTo(Duration.ofMillis(700));
    }
}
