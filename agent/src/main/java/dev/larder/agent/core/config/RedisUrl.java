package dev.larder.agent.core.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of one Redis server, with the credentials to enter it.
 *
 * <p><b>Shape.</b> {@code redis://[user:password@]host[:port][/database]}, {@code rediss} for TLS. Credentials without
 * a colon are a password alone. The last {@code @} before the first slash ends the credentials; in them {@code %},
 * {@code /}, {@code ?} and {@code #} must be percent-encoded.
 *
 * <p><b>Failure.</b> What is refused is never quoted: no message of this type holds any part of the text.
 *
 * <p><b>Why</b> not {@link java.net.URI}: it refuses host names with an underscore, which container networks have, and
 * its exceptions quote their input.
 *
 * @param user empty for Redis' default user
 * @param password empty for none; decoded
 */
public record RedisUrl(boolean tls, String host, int port, int database, String user, String password) {

    private static final int DEFAULT_PORT = 6379;
    private static final int MAX_PORT = 65_535;

    private static final Pattern WHOLE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");
    private static final Pattern PATH = Pattern.compile("(?:/([0-9]{1,5})?)?");
    private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Set<String> OTHER_DEPLOYMENTS = Set.of("sentinel", "cluster", "socket", "unix");

    /**
     * Reads a URL of this form.
     *
     * @throws IllegalArgumentException if {@code text} is of another; the message says why without quoting it
     */
    public static RedisUrl parse(String text) {
        try {
            return read(text);
        } catch (BadValueException e) {
            throw new IllegalArgumentException("The Redis URL " + e.getMessage());
        }
    }

    static RedisUrl read(String text) throws BadValueException {
        Matcher whole = WHOLE.matcher(text);
        if (!whole.matches()) {
            throw new BadValueException("does not begin with redis:// or rediss://");
        }
        boolean tls = isTls(whole.group(1).toLowerCase(Locale.ROOT));
        int database = readDatabase(whole.group(3));
        String authority = whole.group(2);
        int at = authority.lastIndexOf('@');
        String credentials = at < 0 ? "" : authority.substring(0, at);
        int colon = credentials.indexOf(':');
        Matcher address = readAddress(authority.substring(at + 1));
        return new RedisUrl(
                tls,
                address.group(1),
                readPort(address.group(2)),
                database,
                decode(credentials.substring(0, Math.max(colon, 0))),
                decode(credentials.substring(colon + 1)));
    }

    /** The normal spelling, which {@link #parse} reads back. Never for a log. */
    String withSecrets() {
        String credentials = user.isEmpty() && password.isEmpty() ? "" : encode(user) + ":" + encode(password) + "@";
        return format(credentials);
    }

    /** The user is left out with the password: in {@code redis://secret:@host} it is one. */
    @Override
    public String toString() {
        return format(user.isEmpty() && password.isEmpty() ? "" : "***@");
    }

    private String format(String credentials) {
        return (tls ? "rediss://" : "redis://") + credentials + host + ":" + port + "/" + database;
    }

    private static boolean isTls(String scheme) throws BadValueException {
        if (OTHER_DEPLOYMENTS.stream().anyMatch(scheme::contains)) {
            throw new BadValueException("names a Sentinel, a Cluster or a Unix socket, which are not supported yet");
        }
        if (!scheme.equals("redis") && !scheme.equals("rediss")) {
            throw new BadValueException("does not begin with redis:// or rediss://");
        }
        return scheme.equals("rediss");
    }

    private static Matcher readAddress(String text) throws BadValueException {
        if (text.contains(",")) {
            throw new BadValueException("names several servers, which is not supported yet");
        }
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            throw new BadValueException("has no valid host and port");
        }
        return address;
    }

    private static int readPort(@Nullable String digits) throws BadValueException {
        int port = digits == null ? DEFAULT_PORT : Integer.parseInt(digits);
        if (port < 1 || port > MAX_PORT) {
            throw new BadValueException("has a port that is not from 1 to " + MAX_PORT);
        }
        return port;
    }

    private static int readDatabase(String rest) throws BadValueException {
        Matcher path = PATH.matcher(rest);
        if (!path.matches()) {
            // Options are refused, not dropped: one of them may name the database.
            throw new BadValueException(
                    "has more after the host than the number of a database; options after '?' are not"
                            + " supported, and %, /, ? and # in a password must be percent-encoded");
        }
        return path.group(1) == null ? 0 : Integer.parseInt(path.group(1));
    }

    private static String decode(String text) throws BadValueException {
        if (STRAY_PERCENT.matcher(text).find()) {
            throw new BadValueException("has a percent sign in its credentials that is not written %25");
        }
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
