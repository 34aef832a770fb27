package dev.larder.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Lettuce reads from {@link RedisUrl#withSecrets()} what this package read from the operator's text, but for the two
 * things that are its limits: a host with an underscore and a user with a colon.
 */
final class RedisUrlLettuceTest {

    @Property(tries = 500)
    void withSecrets_readByLettuce_meansTheSame(@ForAll("urls") RedisUrl url) {
        RedisURI read = RedisURI.create(url.withSecrets());

        assertThat(read.isSsl()).isEqualTo(url.tls());
        assertThat(read.getHost()).isEqualTo(url.host());
        assertThat(read.getPort()).isEqualTo(url.port());
        assertThat(read.getDatabase()).isEqualTo(url.database());
        RedisCredentials credentials =
                read.getCredentialsProvider().resolveCredentials().block(Duration.ofSeconds(5));
        assertThat(credentials.hasPassword() ? new String(credentials.getPassword()) : "")
                .isEqualTo(url.password());
        assertThat(credentials.hasUsername() ? credentials.getUsername() : "").isEqualTo(url.user());
    }

    @Provide
    Arbitrary<RedisUrl> urls() {
        Arbitrary<String> user = Arbitraries.strings().withChars("ab@/%+ä ").ofMaxLength(4);
        Arbitrary<String> password =
                Arbitraries.strings().withChars("ab:@/?#%+&,=ä ").ofMinLength(1).ofMaxLength(6);
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of("h", "cache.example", "10.0.0.7", "[::1]"),
                        Arbitraries.integers().between(1, 65_535),
                        Arbitraries.integers().between(0, 99),
                        user,
                        password)
                .as(RedisUrl::new);
    }
}
