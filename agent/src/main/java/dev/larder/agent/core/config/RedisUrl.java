package dev.larder.agent.core.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The address of a Redis server, or of some servers of one cluster, with the credentials.
 *
 * <p><b>Shape.</b> {@code redis://[user:password@]host[:port][/database]} for one server and {@code
 * redis-cluster://[user:password@]host[:port][,host[:port]...]} for a cluster, of which any server that answers reports
 * the others; {@code rediss} and {@code rediss-cluster} for TLS. Credentials without a colon are a password alone. The
 * last {@code @} before the first slash ends the credentials; in them {@code %}, {@code /}, {@code ?} and {@code #}
 * must be percent-encoded.
 *
 * <p><b>Failure.</b> No message of this type quotes any part of the text.
 *
 * <p><b>Why</b> not {@link java.net.URI}: it refuses host names with an underscore, which container networks use, and
 * its exceptions quote their input.
 *
 * @param servers one, unless it is a cluster
 * @param database 0 for a cluster, which has only that
 * @param user empty for Redis' default user
 * @param password empty for none; decoded
 */
public record RedisUrl(boolean tls, boolean cluster, List<Server> servers, int database, String user, String password) {

    private static final int DEFAULT_PORT = 6379;
    public static final int MAX_PORT = 65_535;
    public static final int MAX_DATABASE = 99_999;

    private static final Pattern WHOLE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");
    private static final Pattern PATH = Pattern.compile("(?:/([0-9]{1,5})?)?");
    private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Set<String> SCHEMES = Set.of("redis", "rediss", "redis-cluster", "rediss-cluster");
    private static final Set<String> OTHER_DEPLOYMENTS = Set.of("sentinel", "socket", "unix");

    public RedisUrl {
        servers = List.copyOf(servers);
    }

    /**
     * The address of one server.
     *
     * @param host a name or an address; IPv6 in brackets
     */
    public record Server(String host, int port) {

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * Parses a URL of this form.
     *
     * @throws IllegalArgumentException if {@code text} has another form; the message says why without quoting it
     */
    public static RedisUrl parse(String text) {
        try {
            return read(text);
        } catch (BadValueException e) {
            throw new IllegalArgumentException("The Redis URL " + e.getMessage());
        }
    }

    /** The same with the exception that other keys have. */
    public static RedisUrl read(String text) throws BadValueException {
        Matcher whole = WHOLE.matcher(text);
        String scheme = whole.matches() ? whole.group(1).toLowerCase(Locale.ROOT) : "";
        requireKnown(scheme);
        boolean cluster = scheme.endsWith("-cluster");
        String authority = whole.group(2);
        int at = authority.lastIndexOf('@');
        String credentials = at < 0 ? "" : authority.substring(0, at);
        int colon = credentials.indexOf(':');
        return new RedisUrl(
                scheme.startsWith("rediss"),
                cluster,
                readServers(authority.substring(at + 1), cluster),
                readDatabase(whole.group(3), cluster),
                decode(credentials.substring(0, Math.max(colon, 0))),
                decode(credentials.substring(colon + 1)));
    }

    /** The canonical form, which {@link #parse} reads back. Never to be logged. */
    public String withSecrets() {
        String credentials = user.isEmpty() && password.isEmpty() ? "" : encode(user) + ":" + encode(password) + "@";
        return format(credentials);
    }

    /** Omits the user with the password: in {@code redis://secret:@host} the user is one. */
    @Override
    public String toString() {
        return format(user.isEmpty() && password.isEmpty() ? "" : "***@");
    }

    private String format(String credentials) {
        String scheme = (tls ? "rediss" : "redis") + (cluster ? "-cluster" : "");
        String addresses = servers.stream().map(Server::toString).collect(Collectors.joining(","));
        return scheme + "://" + credentials + addresses + (cluster ? "" : "/" + database);
    }

    private static void requireKnown(String scheme) throws BadValueException {
        if (OTHER_DEPLOYMENTS.stream().anyMatch(scheme::contains)) {
            throw new BadValueException("names a Sentinel or a Unix socket, which are not supported yet");
        }
        if (!SCHEMES.contains(scheme)) {
            throw new BadValueException(
                    "does not begin with redis://, rediss://, redis-cluster:// or rediss-cluster://");
        }
    }

    private static List<Server> readServers(String text, boolean cluster) throws BadValueException {
        String[] addresses = text.split(",", -1);
        if (addresses.length > 1 && !cluster) {
            throw new BadValueException("names several servers; for those of a cluster write redis-cluster://");
        }
        List<Server> servers = new ArrayList<>(addresses.length);
        for (String address : addresses) {
            servers.add(readServer(address));
        }
        return servers;
    }

    private static Server readServer(String text) throws BadValueException {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            throw new BadValueException("has no valid host and port");
        }
        return new Server(address.group(1), readPort(address.group(2)));
    }

    private static int readPort(@Nullable String digits) throws BadValueException {
        int port = digits == null ? DEFAULT_PORT : Integer.parseInt(digits);
        if (port < 1 || port > MAX_PORT) {
            throw new BadValueException("has a port that is not from 1 to " + MAX_PORT);
        }
        return port;
    }

    private static int readDatabase(String rest, boolean cluster) throws BadValueException {
        Matcher path = PATH.matcher(rest);
        if (!path.matches()) {
            // Options are refused, not ignored: one of them may name the database.
            throw new BadValueException(
                    "has more after the host than the number of a database; options after '?' are not"
                            + " supported, and %, /, ? and # in a password must be percent-encoded");
        }
        int database = path.group(1) == null ? 0 : Integer.parseInt(path.group(1));
        if (cluster && database != 0) {
            throw new BadValueException("names a database, and a cluster has none but 0");
        }
        return database;
    }

    private static String decode(String text) throws BadValueException {
        if (STRAY_PERCENT.matcher(text).find()) {
            throw new BadValueException("has a percent sign in its credentials that is not written %25");
        }
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
