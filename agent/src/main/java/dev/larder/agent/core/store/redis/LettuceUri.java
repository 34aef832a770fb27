package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.config.RedisUrl;
import io.lettuce.core.RedisURI;
import java.time.Duration;

/**
 * The configured address in Lettuce's form.
 *
 * <p><b>Why</b> part by part and not from the text: Lettuce takes the port for a part of a host name with an underscore,
 * and splits a user name that has a colon.
 */
final class LettuceUri {

    private LettuceUri() {}

    /** A new one for each connection: Lettuce writes into it. With TLS, certificate and host name are verified. */
    static RedisURI of(RedisUrl url, Duration timeout) {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(url.host())
                .withPort(url.port())
                .withDatabase(url.database())
                .withSsl(url.tls())
                .withTimeout(timeout);
        if (!url.user().isEmpty()) {
            uri.withAuthentication(url.user(), url.password().toCharArray());
        } else if (!url.password().isEmpty()) {
            uri.withPassword(url.password().toCharArray());
        }
        return uri.build();
    }
}
