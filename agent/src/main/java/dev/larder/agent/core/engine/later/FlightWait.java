package dev.larder.agent.core.engine.later;

import dev.larder.agent.core.engine.Boarding;
import dev.larder.agent.core.engine.flight.Flight;
import dev.larder.agent.core.engine.flight.Landed;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One wait for another load, which holds no thread. It ends once, by whoever is first: the one that lands the load, or the clock.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what the clock runs does not throw
public final class FlightWait implements Runnable {

    private final LaterCaller caller;
    private final Boarding boarding;
    private final Flight other;
    private final Flight.Watch watch;
    private final Consumer<@Nullable Landed> then;
    private final long startNanos;
    private final AtomicBoolean over = new AtomicBoolean();

    /** Keeps this alive for as long as the other load is under way. Published to the clock, which may end the wait. */
    private volatile Flight.@Nullable Waiting waiting;

    /**
     * @param then is told the outcome, which is null if that is not worth waiting for, or takes too long; on the thread that lands
     *     the other load or on the clock's, so it only hands over
     */
    public FlightWait(
            LaterCaller caller, Boarding boarding, Flight other, Flight.Watch watch, Consumer<@Nullable Landed> then) {
        this.caller = caller;
        this.boarding = boarding;
        this.other = other;
        this.watch = watch;
        this.then = then;
        this.startNanos = caller.engine().ticker().nanoTime();
    }

    /** Throws if it cannot be ended; then it has not begun. */
    public void begin() {
        try {
            waiting = other.whenOver(boarding.isNested(), this);
            lookLater();
        } catch (Throwable fault) {
            if (over.compareAndSet(false, true)) {
                forget();
                throw fault;
            }
        }
        if (over.get()) {
            forget();
        }
    }

    private void lookLater() {
        if (!over.get()) {
            caller.after(watch.pauseNanos(caller.engine().ticker().nanoTime() - startNanos), this::look);
        }
    }

    private void look() {
        try {
            if (boarding.isPatient() && watch.makesSense()) {
                lookLater();
                return;
            }
        } catch (Throwable fault) {
            // There will be no further look, so nobody else would end this wait if the other load never lands.
        }
        run();
    }

    private void forget() {
        Flight.Waiting registered = waiting;
        if (registered != null) {
            registered.forget();
        }
    }

    @Override
    public void run() {
        if (over.compareAndSet(false, true)) {
            forget();
            then.accept(other.landed());
        }
    }
}
