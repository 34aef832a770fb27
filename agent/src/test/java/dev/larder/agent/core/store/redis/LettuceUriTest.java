package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.config.RedisUrl;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class LettuceUriTest {

    private static final Duration TIMEOUT = Duration.ofMillis(700);

    @Property(tries = 500)
    void of_anyUrl_meansTheSame(@ForAll("urls") RedisUrl url) {
        RedisURI uri = LettuceUri.of(url, TIMEOUT);
        assertThat(uri.isSsl()).isEqualTo(url.tls());
        assertThat(uri.getHost()).isEqualTo(url.host());
        assertThat(uri.getPort()).isEqualTo(url.port());
        assertThat(uri.getDatabase()).isEqualTo(url.database());
        assertThat(uri.getTimeout()).isEqualTo(TIMEOUT);
        RedisCredentials credentials =
                uri.getCredentialsProvider().resolveCredentials().block(Duration.ofSeconds(5));
        assertThat(credentials.hasPassword() ? new String(credentials.getPassword()) : "")
                .isEqualTo(url.password());
        assertThat(credentials.hasUsername() ? credentials.getUsername() : "").isEqualTo(url.user());
    }

    @Test
    void of_tls_verifiesCertificateAndName() {
        RedisURI uri = LettuceUri.of(RedisUrl.parse("rediss://cache"), TIMEOUT);
        assertThat(uri.getVerifyMode()).isEqualTo(SslVerifyMode.FULL);
        assertThat(uri.isStartTls()).isFalse();
    }

    @Provide
    Arbitrary<RedisUrl> urls() {
        Arbitrary<String> user = Arbitraries.strings().withChars("ab:@/%+ä ").ofMaxLength(4);
        Arbitrary<String> password =
                Arbitraries.strings().withChars("ab:@/?#%+&,=ä ").ofMinLength(1).ofMaxLength(6);
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of("h", "my_redis", "cache.example", "10.0.0.7", "[::1]"),
                        Arbitraries.integers().between(1, 65_535),
                        Arbitraries.integers().between(0, 99),
                        user,
                        password)
                .as(RedisUrl::new);
    }
}
