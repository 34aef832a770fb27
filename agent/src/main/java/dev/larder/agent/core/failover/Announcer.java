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
    private static void log(Phases.Change change) {
        Mode before = change.before().mode();
        String text = change.now().status().reason() + ". Mode " + change.now().mode() + " after " + before + " for "
                + inWords(change.lasted()) + ".";
        switch (change.now().mode()) {
            case REDIS -> AgentLog.info(text + " Results are shared through Redis.");
            case MEMORY -> logMemory(before, text);
            case OFF -> AgentLog.info(text + " Nothing is cached.");
            default -> AgentLog.debug(() -> text);
        }
    }

    private static void logMemory(Mode before, String text) {
        if (before == Mode.RECOVERING) {
            AgentLog.debug(() -> text); // it has been said that Redis is away, and it still is
        } else {
            AgentLog.warn(text + " Results are kept in this process; Redis is tried again until it answers.");
        }
    }

    private static String inWords(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
