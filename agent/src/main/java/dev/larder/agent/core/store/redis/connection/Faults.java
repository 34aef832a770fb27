package dev.larder.agent.core.store.redis.connection;

import dev.larder.agent.core.store.StoreException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies faults of Redis, and describes them for the log.
 *
 * <p><b>Failure.</b> An error reply may repeat the command with its key. So only replies that are known not to do so
 * are quoted; of others, only the first word. A fault of the connection never contains the credentials.
 */
public final class Faults {

    /** Replies of a server that will refuse the next command, too. */
    private static final Set<String> WILL_NOT_SERVE =
            Set.of("LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "NOAUTH", "WRONGPASS", "NOPERM");

    /** Replies that concern this command only: the server works. */
    private static final Set<String> HARMLESS = Set.of("OOM", "MISCONF", "WRONGTYPE", "ERR", "NOSCRIPT");

    private static final Set<String> QUOTABLE = Set.of(
            "LOADING",
            "READONLY",
            "MASTERDOWN",
            "CLUSTERDOWN",
            "NOAUTH",
            "WRONGPASS",
            "NOPERM",
            "OOM",
            "MISCONF",
            "BUSY");

    /**
     * Lettuce's words for a channel that was closed before it was of use, also before Lettuce looked for its own
     * handler there; and Netty's, for one that uses TLS.
     */
    private static final Set<String> CLOSED_WHILE_MADE = Set.of(
            "Connection closed prematurely",
            "RedisHandshakeHandler not registered",
            "Connection closed while SSL/TLS handshake was in progress");

    /** Redis's words for a question about its cluster if it has none. */
    private static final String NO_CLUSTER = "This instance has cluster support disabled";

    /**
     * Lettuce's words when no server answered about the cluster. The rest of the text contains the user's name; the
     * cause is among the suppressed exceptions.
     */
    private static final String NO_PARTITIONS = "Cannot retrieve cluster partitions";

    /** Refusals of one command; others may still work. */
    private static final Set<String> REFUSALS = Set.of("NOPERM", "ERR");

    /** Replies that stay the same until an operator changes something. */
    private static final Set<String> LASTING = Set.of("NOPERM", "NOAUTH", "WRONGPASS");

    /** Of Redis 6 and of 7; both name the command and no argument. */
    private static final Pattern FORBIDDEN_COMMAND = Pattern.compile("run the '([A-Za-z|_-]+)' command");

    private static final Pattern UNKNOWN_COMMAND = Pattern.compile("^ERR unknown command [`'\"]([A-Za-z|_-]+)[`'\"]");

    private static final Pattern IN_SCRIPT = Pattern.compile("@user_script: ?\\d+: -?([A-Z]{2,}) ");

    private Faults() {}

    /** What a fault means for its connection. */
    public enum Gravity {
        /** Nothing was sent: the client's own queue is full. */
        UNSENT,
        /** The server answered and works. */
        HARMLESS,
        /** The connection is lost if it happens again. */
        SERIOUS,
        /** The connection cannot be used any more. */
        FATAL
    }

    /** The user may not run the command, or there is no such command: renamed, or unknown to a stand-in for Redis. */
    public static boolean isRefusal(@Nullable Throwable fault) {
        return fault instanceof RedisCommandExecutionException reply && REFUSALS.contains(codeOf(reply));
    }

    /** Whether the same will be refused until an operator has changed the user, the password or the server. */
    public static boolean isLasting(@Nullable Throwable fault) {
        if (fault == null || !(rootOf(fault) instanceof RedisCommandExecutionException reply)) {
            return false;
        }
        return LASTING.contains(codeOf(reply))
                || UNKNOWN_COMMAND.matcher(String.valueOf(reply.getMessage())).find();
    }

    /** What is under the key was not written by Larder. */
    public static boolean isOfAnotherType(@Nullable Throwable fault) {
        Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
        return cause instanceof RedisCommandExecutionException reply
                && codeOf(reply).equals("WRONGTYPE");
    }

    /** For a command that was answered with a failure, and without which Redis is of no use. */
    public static StoreException refusal(String command, CompletionStage<?> answered) {
        Throwable failure =
                answered.toCompletableFuture().handle((answer, fault) -> fault).getNow(null);
        String reason = failure == null ? "no reason given" : describe(failure);
        return StoreException.refused(command + " failed: " + reason + ". Larder cannot do without it");
    }

    /** Whether an attempt to connect was ended by a clock, Lettuce's or Netty's. */
    static boolean isTimeOut(Throwable fault) {
        Throwable root = rootOf(fault);
        return root instanceof RedisCommandTimeoutException || root instanceof ConnectTimeoutException;
    }

    /**
     * Whether the other end, or something on the way to it, closed a connection without a word while it was made. It was
     * there, unlike one that refuses connections or has no address.
     */
    private static boolean isClosing(Throwable fault) {
        Throwable root = rootOf(fault);
        boolean isNowhere = root instanceof ConnectException
                || root instanceof NoRouteToHostException
                || root instanceof UnknownHostException
                || root instanceof SSLException;
        return CLOSED_WHILE_MADE.contains(String.valueOf(root.getMessage()))
                || (root instanceof IOException && !isNowhere);
    }

    /** For an attempt to connect that failed. */
    static StoreException notConnected(Throwable fault) {
        if (isTimeOut(fault)) {
            return StoreException.unanswered("no connection in time");
        }
        if (isClosing(fault)) {
            return StoreException.closed("Redis closed the connection or refused it while it was being made");
        }
        String reason = describe(fault);
        boolean lasting =
                isLasting(fault) || String.valueOf(rootOf(fault).getMessage()).contains(NO_CLUSTER);
        return lasting ? StoreException.refused(reason) : failed(fault, reason);
    }

    /** Whether the server can be reached and said no. */
    public static boolean isAnswer(@Nullable Throwable fault) {
        return fault != null && rootOf(fault) instanceof RedisCommandExecutionException;
    }

    /** For a command, or an attempt to connect, that failed and may work later. */
    public static StoreException failed(Throwable fault, String message) {
        return isAnswer(fault) ? StoreException.answered(message) : new StoreException(message, null);
    }

    public static Gravity gravityOf(Throwable fault, boolean connectionIsOpen) {
        if (fault instanceof RedisCommandExecutionException reply) {
            String code = codeOf(reply);
            return WILL_NOT_SERVE.contains(code)
                    ? Gravity.FATAL
                    : HARMLESS.contains(code) ? Gravity.HARMLESS : Gravity.SERIOUS;
        }
        if (isOverrun(fault)) {
            return Gravity.UNSENT;
        }
        return connectionIsOpen ? Gravity.SERIOUS : Gravity.FATAL;
    }

    /** The answer cannot be one to its command, which Redis answers with another type. */
    public static boolean isUnreadable(Throwable fault) {
        Throwable root = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return root instanceof UnsupportedOperationException
                || root instanceof IllegalArgumentException // a number was expected
                || root instanceof ClassCastException;
    }

    /** Whether Lettuce's bound on commands that are not answered or not written yet is reached. */
    private static boolean isOverrun(Throwable fault) {
        String message = String.valueOf(fault.getMessage());
        return fault instanceof RedisException
                && (message.startsWith("Internal stack size exceeded")
                        || message.startsWith("Request queue size exceeded"));
    }

    public static String describe(Throwable fault) {
        if (rootOf(fault) instanceof RedisCommandExecutionException reply
                && !String.valueOf(reply.getMessage()).contains(NO_CLUSTER)) {
            String code = codeOf(reply);
            String remedy = remedyOf(reply);
            return remedy != null
                    ? remedy
                    : "Redis answered " + (QUOTABLE.contains(code) ? wordsOf(code, reply) : code);
        }
        Throwable root = rootOf(fault);
        String message = root.getMessage();
        if (isAboutPartitions(root)) {
            return "Redis did not answer";
        }
        if (message != null && message.contains(NO_CLUSTER)) {
            return "this server is no node of a cluster. Write redis:// (rediss:// for TLS) in place of"
                    + " redis-cluster:// (rediss-cluster://) in the URL";
        }
        return root.getClass().getSimpleName() + (message == null ? "" : ": " + withoutStop(message));
    }

    /** In words of our own if they say more than the server's. */
    private static @Nullable String remedyOf(Throwable reply) {
        String message = String.valueOf(reply.getMessage());
        Matcher unknown = UNKNOWN_COMMAND.matcher(message);
        if (unknown.find()) {
            return "Redis has no command " + unknown.group(1).toUpperCase(Locale.ROOT)
                    + ": it was renamed or switched off";
        }
        Matcher forbidden = FORBIDDEN_COMMAND.matcher(message);
        if (forbidden.find()) {
            String command = forbidden.group(1);
            return "Redis answered NOPERM: its user may not run " + command.toUpperCase(Locale.ROOT)
                    + ". Allow it, with +" + command.toLowerCase(Locale.ROOT);
        }
        if (message.contains("DB index is out of range")) {
            return "Redis answered ERR: it does not have the database at the end of the URL. Write one that it has: 0 to 15"
                    + " by default";
        }
        return message.startsWith("NOPERM") && message.contains("key")
                ? "Redis answered NOPERM: its user may not use all keys of the namespace. Allow it, with ~<namespace>:* and"
                        + " ~<namespace>#*"
                : null;
    }

    /** The root cause. */
    private static Throwable rootOf(Throwable fault) {
        Throwable root = fault;
        for (int depth = 0; depth < 20; depth++) {
            Throwable below = isAboutPartitions(root) && root.getSuppressed().length > 0
                    ? root.getSuppressed()[0]
                    : root.getCause();
            if (below == null) {
                return root;
            }
            root = below;
        }
        return root;
    }

    private static boolean isAboutPartitions(Throwable fault) {
        return String.valueOf(fault.getMessage()).startsWith(NO_PARTITIONS);
    }

    private static String wordsOf(String code, Throwable reply) {
        String message = String.valueOf(reply.getMessage());
        if (!message.startsWith(code)) {
            return code + " inside a script";
        }
        return withoutStop(message);
    }

    private static String withoutStop(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    /** The reply's first word; Redis before 7 hides that of an error in a script behind its own. */
    private static String codeOf(RedisCommandExecutionException reply) {
        String message = String.valueOf(reply.getMessage());
        Matcher inScript = IN_SCRIPT.matcher(message);
        if (message.startsWith("ERR Error running script") && inScript.find()) {
            return inScript.group(1);
        }
        int end = message.indexOf(' ');
        return end < 0 ? message : message.substring(0, end);
    }
}
