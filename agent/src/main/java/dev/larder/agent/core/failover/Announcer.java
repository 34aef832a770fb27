package dev.larder.agent.core.failover;

import dev.larder.agent.core.base.AgentLog;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells operators and listeners of changes of mode.
 *
 * <p><b>Threads.</b> Listeners may come and go on any thread; telling is confined to one.
 *
 * <p><b>Failure.</b> What a listener throws is logged and hurts nobody else.
 */
final class Announcer {

    private final List<ModeListener> listeners = new CopyOnWriteArrayList<>();

    /** Confined to the thread that tells. */
    private long withoutRedisSinceNanos;

    void add(ModeListener listener) {
        listeners.add(listener);
    }

    void remove(ModeListener listener) {
        listeners.remove(listener);
    }

    void tell(Phases.Change change) {
        log(change);
        for (ModeListener listener : listeners) {
            try {
                listener.modeChanged(change.before().status(), change.now().status(), change.lasted());
            } catch (RuntimeException e) {
                AgentLog.error(
                        "A listener failed on the change to mode "
                                + change.now().mode(),
                        e);
            }
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
        switch (now) {
            case REDIS ->
                AgentLog.info(reason + ". Results are shared through it, after " + withoutRedis(change)
                        + " without. Mode REDIS.");
            case OFF -> AgentLog.info(reason + ". Nothing is cached. Mode OFF.");
            case MEMORY -> logMemory(before, change);
            default -> AgentLog.debug(() -> reason + ". Mode " + now + ".");
        }
    }

    private static void logMemory(Mode before, Phases.Change change) {
        String reason = change.now().status().reason();
        if (before == Mode.RECOVERING) {
            AgentLog.debug(() -> reason + ". Mode MEMORY."); // that Redis is away has been said, and it still is
        } else if (before == Mode.OFF) {
            AgentLog.info(reason + ". Results are kept in this process. Mode MEMORY.");
        } else {
            AgentLog.warn(reason + ". Results are kept in this process until Redis is back, which is tried all the"
                    + " time. Mode MEMORY, after " + inWords(change.lasted()) + " in mode " + before + ".");
        }
    }

    private String withoutRedis(Phases.Change change) {
        return inWords(Duration.ofNanos(change.now().sinceNanos() - withoutRedisSinceNanos));
    }

    private static String inWords(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
