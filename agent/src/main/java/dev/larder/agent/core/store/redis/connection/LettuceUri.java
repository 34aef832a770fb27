package dev.larder.agent.core.store.redis.connection;

import dev.larder.agent.core.config.RedisUrl;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisCredentialsProvider.ImmediateRedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;

/**
 * The configured addresses in Lettuce's form.
 *
 * <p><b>Why</b> part by part and not from the text: if a host name has an underscore, Lettuce takes the port for a
 * part of it, and it splits a user name that has a colon.
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
        if (!url.user().isEmpty() || !url.password().isEmpty()) {
            uri.withAuthentication(credentials(url));
        }
        RedisURI built = uri.build();
        built.setLibraryName(""); // which would cost a round trip of its own, as would the version
        built.setLibraryVersion("");
        return built;
    }

    /**
     * <b>Why</b> not a name and a password: Lettuce reads those on a thread of the JVM's common pool, and then reports
     * the connection a moment before it accepts commands. A provider that answers at once keeps the handshake on the
     * I/O thread.
     */
    private static RedisCredentialsProvider credentials(RedisUrl url) {
        String user = url.user().isEmpty() ? null : url.user();
        RedisCredentials credentials = RedisCredentials.just(user, url.password());
        ImmediateRedisCredentialsProvider provider = () -> credentials;
        return provider;
    }
}
