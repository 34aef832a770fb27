package dev.larder.agent.core.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.config.RedisUrl;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisCredentialsProvider.ImmediateRedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LettuceUriTest {

    private static final Duration TIMEOUT = Duration.ofMillis(700);

    @Property(tries = 500)
    void of_anyUrl_meansTheSame(@ForAll("urls") RedisUrl url) {
        RedisURI uri = only(LettuceUri.of(url, TIMEOUT));
        assertThat(uri.isSsl()).isEqualTo(url.tls());
        assertThat(uri.getHost()).isEqualTo(url.servers().get(0).host());
        assertThat(uri.getPort()).isEqualTo(url.servers().get(0).port());
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
        RedisURI uri = only(LettuceUri.of(RedisUrl.parse("rediss://cache"), TIMEOUT));
        assertThat(uri.getVerifyMode()).isEqualTo(SslVerifyMode.FULL);
        assertThat(uri.isStartTls()).isFalse();
    }

    @Test
    void of_cluster_isOneForEachServerWithTheSameCredentials() {
        List<RedisURI> uris = LettuceUri.of(RedisUrl.parse("rediss-cluster://u:p@a,b:2"), TIMEOUT);
        assertThat(uris).extracting(RedisURI::getHost).containsExactly("a", "b");
        assertThat(uris).extracting(RedisURI::getPort).containsExactly(6379, 2);
        assertThat(uris).allMatch(RedisURI::isSsl).allMatch(uri -> uri.getVerifyMode() == SslVerifyMode.FULL);
        assertThat(uris)
                .extracting(uri -> uri.getCredentialsProvider()
                        .resolveCredentials()
                        .block(Duration.ofSeconds(5))
                        .getUsername())
                .containsOnly("u");
    }

    /** Otherwise the handshake leaves the I/O thread, and a connection says that it is there before it accepts commands. */
    @ParameterizedTest
    @ValueSource(strings = {"redis://u:p@cache", "redis://:p@cache"})
    void f46_credentials_areThereAtOnce(String url) {
        RedisCredentialsProvider provider =
                only(LettuceUri.of(RedisUrl.parse(url), TIMEOUT)).getCredentialsProvider();
        assertThat(provider).isInstanceOf(ImmediateRedisCredentialsProvider.class);
        RedisCredentials credentials = ((ImmediateRedisCredentialsProvider) provider).resolveCredentialsNow();
        assertThat(credentials.hasUsername()).isEqualTo(url.contains("u:"));
        assertThat(credentials.getPassword()).containsExactly('p');
    }

    private static RedisURI only(List<RedisURI> uris) {
        assertThat(uris).hasSize(1);
        return uris.get(0);
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
                .as((tls, host, port, database, name, secret) ->
                        new RedisUrl(tls, false, List.of(new RedisUrl.Server(host, port)), database, name, secret));
    }
}
