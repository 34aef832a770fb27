package dev.larder.agent.core.store.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;

/**
 * Where the one Redis is, and with which rights.
 *
 * <p><b>Shape.</b> {@code redis[s]://[user][:password@]host[:port][/database]}, read by Lettuce. {@code rediss} is TLS
 * with the certificate and the host's name verified.
 *
 * <p><b>Failure.</b> {@link IllegalArgumentException} with what is wrong and what is accepted. It never carries the
 * URL, its cause or any part of it: a URL that cannot be read may hold its password anywhere.
 */
public final class RedisAddress {

    private static final String ACCEPTED =
            "Accepted is redis://[user:password@]host[:port][/database], or rediss:// for TLS.";

    private final RedisURI uri;

    private RedisAddress(RedisURI uri) {
        this.uri = uri;
    }

    public static RedisAddress parse(String url) {
        RedisURI uri = read(url);
        if (!uri.getSentinels().isEmpty()) {
            throw refused("it names Sentinels, which are not supported yet");
        }
        if (uri.getSocket() != null) {
            throw refused("it names a Unix socket, which is not supported");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw refused("it names no host");
        }
        if (uri.getHost().indexOf(',') >= 0) {
            throw refused("it names several hosts; clusters are not supported yet");
        }
        return new RedisAddress(uri);
    }

    @SuppressWarnings("UnusedException") // its message repeats the URL, password included
    private static RedisURI read(String url) {
        try {
            return RedisURI.create(url.trim());
        } catch (RuntimeException e) {
            throw refused("it cannot be read; special characters in a password must be percent-encoded");
        }
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("Cannot use the URL configured for Redis: " + why + ". " + ACCEPTED);
    }

    /** Anew for each connection: Lettuce writes into it. */
    RedisURI toUri(Duration connectTimeout) {
        RedisURI copy = RedisURI.builder(uri).build();
        copy.setTimeout(connectTimeout);
        return copy;
    }

    /** Without user and password. */
    @Override
    public String toString() {
        String host = uri.getHost().indexOf(':') >= 0 ? "[" + uri.getHost() + "]" : uri.getHost();
        return (uri.isSsl() ? "rediss://" : "redis://") + host + ":" + uri.getPort() + "/" + uri.getDatabase();
    }
}
