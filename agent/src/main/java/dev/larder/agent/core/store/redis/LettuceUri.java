package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.config.RedisUrl;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;

/**
 * The configured addresses in Lettuce's form.
 *
 * <p><b>Why</b> part by part and not from the text: Lettuce takes the port for a part of a host name with an underscore,
 * and splits a user name that has a colon.
 */
final class LettuceUri {

    private LettuceUri() {}

    /** New ones for each connection: Lettuce writes into them. With TLS, certificate and host name are verified. */
    static List<RedisURI> of(RedisUrl url, Duration timeout) {
        return url.servers().stream().map(server -> of(url, server, timeout)).toList();
    }

    private static RedisURI of(RedisUrl url, RedisUrl.Server server, Duration timeout) {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(server.host())
                .withPort(server.port())
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
