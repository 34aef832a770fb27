package dev.larder.agent.core.slf4j;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.Ticker;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Passes WARN and ERROR of a library to the agent's log if that is at DEBUG, at most one line every ten seconds.
 *
 * <p>Otherwise the library is silent on purpose: the agent reports what matters in its own words. Levels below WARN are
 * never passed, since Lettuce writes keys and values there. Credentials in URLs are removed.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class LibraryLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Pattern CREDENTIALS = Pattern.compile("://[^/\\s]*@");

    /** SLF4J replaces a deserialized logger by the one of the same name. */
    private final transient RateLimitedLog log;

    LibraryLogger(String name, Ticker ticker) {
        this.name = name;
        this.log = new RateLimitedLog(ticker, INTERVAL);
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public boolean isWarnEnabled() {
        return AgentLog.isEnabled(AgentLog.Level.DEBUG);
    }

    @Override
    public boolean isErrorEnabled() {
        return isWarnEnabled();
    }

    /** Not known, and shown nowhere. */
    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable cause) {
        String text = MessageFormatter.basicArrayFormat(pattern, arguments);
        log.say(Message.FROM_A_LIBRARY.of(name, withoutCredentials(cause == null ? text : text + " (" + cause + ")")));
    }

    static String withoutCredentials(String text) {
        return CREDENTIALS.matcher(text).replaceAll("://***@");
    }
}
