package dev.larder.agent.core.engine.later;

import dev.larder.agent.core.engine.Boarding;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.Load;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.engine.flight.Flight;
import dev.larder.agent.core.engine.flight.Landed;
import dev.larder.agent.core.wait.Budget;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of {@link Load} up to a value or the body, with the same decisions. Where that waits for another load, this is
 * continued when the other has landed; where that waits for another process, when it is time to ask again.
 *
 * <p><b>Threads.</b> Used by one thread at a time. While it waits, by none; then it is continued on one that asks the store.
 *
 * <p><b>Failure.</b> As of {@link Load}: what is thrown is counted, and the body runs.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what the clock runs does not throw
final class LaterSearch {

    /** The value, a miss if the body is to run, or {@link Miss#LATER}. */
    private interface Step {
        @Nullable
        Object take();
    }

    /** What follows a wait for another load. */
    private interface AfterWait {
        @Nullable
        Object goOn(@Nullable Landed landed);
    }

    private final LaterCall call;
    private final CacheEngine engine;
    private final Load load;
    private final Boarding boarding;
    private final Consumer<@Nullable Object> whenOver;

    /** @param whenOver is told the value, or a miss, if {@link #begin} has not returned it */
    LaterSearch(LaterCall call, Load load, Consumer<@Nullable Object> whenOver) {
        this.call = call;
        this.engine = call.engine();
        this.load = load;
        this.boarding = load.boarding;
        this.whenOver = whenOver;
    }

    /** The value, a miss if the body is to run, or {@link Miss#LATER}. */
    @Nullable
    Object begin() {
        return settled(this::search);
    }

    /** The same on a thread that asks the store, and so may wait for it. */
    @Nullable
    Object beginOnAsking() {
        return settled(() -> {
            engine.flights().sweep(engine::newBudget);
            return search();
        });
    }

    private @Nullable Object settled(Step step) {
        try {
            return step.take();
        } catch (Throwable fault) {
            load.end.fail(fault);
            return call.miss();
        }
    }

    private @Nullable Object search() {
        Object found = call.miss().isLookedUp() ? call.miss() : load.lookUp();
        return Miss.isMiss(found) ? shareOrLead(0) : found;
    }

    private @Nullable Object shareOrLead(int waits) {
        if (waits == Load.MAX_WAITS) {
            return call.miss();
        }
        Flight other = load.board();
        return other == null
                ? lead()
                : await(other, landed -> {
                    if (landed == null || landed.isFruitless()) {
                        return call.miss();
                    }
                    Object found = load.share(other, landed);
                    return Miss.isMiss(found) ? shareOrLead(boarding.countsAsWait(landed) ? waits + 1 : waits) : found;
                });
    }

    private @Nullable Object lead() {
        Flight before = boarding.before();
        return before == null
                ? claim(call.budget())
                : await(before, landed -> {
                    Object found = landed == null ? call.miss() : load.share(before, landed);
                    return Miss.isMiss(found) ? claim(call.budget()) : found;
                });
    }

    private @Nullable Object claim(Budget look) {
        Object found = load.claim(look);
        if (found != Miss.HELD || boarding.isNested() || !boarding.isPatient()) {
            return found;
        }
        call.after(boarding.beginPauseNanos(), () -> goOn(() -> claim(engine.newBudget())));
        return Miss.LATER;
    }

    private @Nullable Object await(Flight other, AfterWait then) {
        Flight.Watch watch = engine.flights().watch(call.thread(), other);
        if (!watch.makesSense()) {
            return then.goOn(boarding.outcome(other, other.landed()));
        }
        new FlightWait(call, boarding, other, watch, landed -> goOn(() -> then.goOn(boarding.outcome(other, landed))))
                .begin();
        return Miss.LATER;
    }

    private void goOn(Step step) {
        call.ask(() -> {
            Object found = settled(step);
            if (found != Miss.LATER) {
                whenOver.accept(found);
            }
        });
    }
}
