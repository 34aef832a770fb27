package dev.larder.agent.core.failover;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.failover.phase.Phases;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Reports changes of mode to operators and listeners, and to operators also why Redis stays away.
 *
 * <p><b>Threads.</b> Listeners may be added and removed on any thread; reporting is confined to one thread.
 *
 * <p><b>Failure.</b> An exception of a listener is logged and does not affect the others.
 */
final class Announcer {

    /** An unstable link must not fill the log: further losses are reported later, as a number. */
    private static final int LOSSES_A_MINUTE = 4;

    private final List<ModeListener> listeners = new CopyOnWriteArrayList<>();

    /** Confined to the reporting thread, as are the next ones. */
    private final RecentReasons reasons;

    private final QuotaPerMinute losses;
    private final Consumer<LogLine> log;
    private long withoutRedisSinceNanos;
    private boolean lossWithheld;

    /** @param log takes the lines: see {@link #toLog} */
    Announcer(Ticker ticker, Consumer<LogLine> log) {
        this.log = log;
        this.reasons = new RecentReasons(ticker);
        this.losses = new QuotaPerMinute(ticker, LOSSES_A_MINUTE);
    }

    static Announcer toLog(Ticker ticker) {
        return new Announcer(ticker, AgentLog::say);
    }

    void add(ModeListener listener) {
        listeners.add(listener);
    }

    void remove(ModeListener listener) {
        listeners.remove(listener);
    }

    void tell(Phases.Change change) {
        if (change.before().mode() == change.now().mode()) {
            tellReason(change.now().status().reason());
            return;
        }
        log(change);
        for (ModeListener listener : listeners) {
            try {
                listener.modeChanged(change.before().status(), change.now().status(), change.lasted());
            } catch (RuntimeException e) {
                AgentLog.say(Message.LISTENER_FAILED.of(change.now().mode()), e);
            }
        }
    }

    void attemptFailed(int inARow, String reason) {
        for (ModeListener listener : listeners) {
            listener.attemptFailed(inARow, reason);
        }
    }

    /** Logs why Redis is still away, if the reason has changed. */
    void tellReason(String reason) {
        if (reasons.isNew(reason)) {
            log.accept(Message.REDIS_STILL_AWAY.of(reason));
        }
    }

    /** Both ways at a level that operators see; {@code RECOVERING} comes and goes in between. */
    private void log(Phases.Change change) {
        Mode before = change.before().mode();
        Mode now = change.now().mode();
        if (before == Mode.REDIS || before == Mode.INITIALIZING) {
            withoutRedisSinceNanos = before == Mode.REDIS
                    ? change.now().sinceNanos()
                    : change.before().sinceNanos();
        }
        String reason = change.now().status().reason();
        String time = inWords(change.lasted());
        if (change.now().status().isForced()) {
            lossWithheld = false;
            log.accept(Message.MODE_FORCED.of(reason, now, time, before));
            return;
        }
        switch (now) {
            case REDIS -> logRedis(change);
            case OFF -> log.accept(Message.CACHE_OFF.of(reason, time, before));
            case MEMORY -> logMemory(before, change);
            default -> AgentLog.debug(() -> reason + ". Mode " + now + ", after " + time + " in mode " + before + ".");
        }
    }

    /** A return is logged if the loss before it was. */
    private void logRedis(Phases.Change change) {
        LogLine line = Message.REDIS_USED.of(change.now().status().reason(), withoutRedis(change));
        if (lossWithheld) {
            AgentLog.debug(line::text);
        } else {
            log.accept(line);
        }
    }

    private void logMemory(Mode before, Phases.Change change) {
        String reason = change.now().status().reason();
        if (before == Mode.RECOVERING) {
            tellReason(reason); // that Redis is away has been logged, and it still is
        } else if (before == Mode.OFF) {
            log.accept(Message.MEMORY_USED.of(reason, inWords(change.lasted()), before));
        } else {
            reasons.logged(reason);
            lossWithheld = !losses.take();
            LogLine line = Message.REDIS_LOST.of(reason, inWords(change.lasted()), before);
            if (lossWithheld) {
                AgentLog.debug(line::text);
            } else {
                log.accept(line.with(losses.withheldBefore()));
            }
        }
    }

    private String withoutRedis(Phases.Change change) {
        return inWords(Duration.ofNanos(change.now().sinceNanos() - withoutRedisSinceNanos));
    }

    private static String inWords(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
