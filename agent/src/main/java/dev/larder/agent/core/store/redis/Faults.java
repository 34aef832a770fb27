package dev.larder.agent.core.store.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells one fault of Redis from another, and puts it into words fit for a log.
 *
 * <p><b>Failure.</b> An error reply may repeat the command with its key, so only replies known not to are quoted; of
 * others the first word is. A fault of the connection never knows the credentials.
 */
final class Faults {

    /** Replies of a server that will give no better answer to the next command. */
    private static final Set<String> WILL_NOT_SERVE =
            Set.of("LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "NOAUTH", "WRONGPASS", "NOPERM");

    /** Replies that speak of this command only: the server is well. */
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

    /** How Lettuce puts it when the channel is gone before it looks for its own handler there; a race of its own. */
    private static final String GONE_BEFORE_HANDSHAKE = "RedisHandshakeHandler not registered";

    /** How Redis puts it when it is asked about its cluster and has none. */
    private static final String NO_CLUSTER = "This instance has cluster support disabled";

    /**
     * How Lettuce puts it when it asked about a cluster in vain. The rest of its words hold the user's name; the cause
     * is among the suppressed.
     */
    private static final String NO_PARTITIONS = "Cannot retrieve cluster partitions";

    /** Of one command, whatever comes of others. */
    private static final Set<String> REFUSALS = Set.of("NOPERM", "ERR");

    private static final Pattern IN_SCRIPT = Pattern.compile("@user_script: ?\\d+: -?([A-Z]{2,}) ");

    private Faults() {}

    /** What follows from a fault for the connection it befell. */
    enum Gravity {
        /** Nothing was asked: the client's own queue is full. */
        UNSENT,
        /** The other end answered and is well. */
        HARMLESS,
        /** Bad if it happens again. */
        SERIOUS,
        /** No use going on. */
        FATAL
    }

    /** The user may not run the command, or there is no such command: renamed, or unknown to a stand-in for Redis. */
    static boolean isRefusal(@Nullable Throwable fault) {
        return fault instanceof RedisCommandExecutionException reply && REFUSALS.contains(codeOf(reply));
    }

    static Gravity gravityOf(Throwable fault, boolean connectionIsOpen) {
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

    /** Lettuce's words for a bound that is reached, of commands not yet answered or not yet written. */
    private static boolean isOverrun(Throwable fault) {
        String message = String.valueOf(fault.getMessage());
        return fault instanceof RedisException
                && (message.startsWith("Internal stack size exceeded")
                        || message.startsWith("Request queue size exceeded"));
    }

    static String describe(Throwable fault) {
        if (fault instanceof RedisCommandExecutionException reply) {
            String code = codeOf(reply);
            return "Redis answered " + (QUOTABLE.contains(code) ? wordsOf(code, reply) : code);
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
        if (message != null && message.equals(GONE_BEFORE_HANDSHAKE)) {
            return "Redis closed the connection or refused it while it was being made";
        }
        return root.getClass().getSimpleName() + (message == null ? "" : ": " + withoutStop(message));
    }

    /** What is at the bottom of it. */
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
