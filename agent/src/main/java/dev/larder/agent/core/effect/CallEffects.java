package dev.larder.agent.core.effect;

import dev.larder.agent.core.base.StackRoom;
import dev.larder.agent.core.result.ColdType;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.write.PendingPut;
import dev.larder.agent.core.write.WriteSet;
import dev.larder.agent.core.write.Writes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The effects of one call, from before its body to its end.
 *
 * <p><b>Threads.</b> Confined to the call's thread, and then, if the call returned before its work was done, to the one
 * that completes the work.
 *
 * <p><b>Failure.</b> Throws only what cannot be caught for lack of stack or memory; and before the body
 * {@link StackOverflowError}, if there is too little stack to find out what is to be evicted, or {@link
 * IllegalStateException}, if the body must come after others that cannot run.
 */
final class CallEffects {

    private final MethodEffects method;
    private final Writes writes;
    private final EffectCall call;
    private List<Begun> puts = List.of();

    /** The texts of the templates before the body, which may change the arguments; and those of after it, once there are such. */
    private Eviction onSuccess = Eviction.NOTHING;

    private Eviction always = Eviction.NOTHING;

    /** Whether these have all texts that could be made before the body. */
    private boolean isRendered;

    CallEffects(MethodEffects method, EffectCall call) {
        this.method = method;
        this.writes = method.writes();
        this.call = call;
    }

    /** @throws IllegalStateException if earlier writes of what is evicted or put cannot be done: the body must not run */
    void beforeBody() {
        if (EarlierWrites.arePossible) {
            EarlierWrites.await(method, call.arguments());
        }
        StackOverflowError overflow = begin();
        if (overflow != null && !StackRoom.isAmple()) {
            puts.forEach(Begun::giveUp);
            throw overflow;
        }
    }

    /** Returns the overflow that occurred; null if none. */
    private @Nullable StackOverflowError begin() {
        try {
            Rendering before = new Rendering(call.arguments(), method.warnings());
            if (!method.beforeBody().isEmpty()) {
                writes.evictNow(before.eviction(method.beforeBody()));
            }
            onSuccess = before.eviction(method.onSuccess());
            always = before.eviction(method.always());
            if (!method.puts().isEmpty()) {
                beginPuts(before);
            }
            isRendered = !before.hasFailed();
            return before.overflow();
        } catch (Throwable fault) {
            writes.faults().report(fault);
            return fault instanceof StackOverflowError overflow ? overflow : null;
        }
    }

    private void beginPuts(Rendering before) {
        Budget budget = writes.puts().newBudget();
        puts = new ArrayList<>(method.puts().size());
        for (Put put : method.puts()) {
            puts.add(
                    put.many == null
                            ? new BegunPut(put, before, writes.puts(), method.warnings(), budget)
                            : new BegunPuts(put, put.many, before, writes.puts(), method.warnings(), budget));
        }
    }

    /** The body's work is done. */
    void ended(@Nullable Object result, @Nullable Throwable thrown) {
        try {
            render(result, thrown);
            writes.write(outcome(result, thrown), method.transactions());
        } catch (Throwable fault) {
            lost(fault);
        }
    }

    /** The body has returned, its work may not be done, and its end cannot be observed: no result is certain. */
    void endedUnseen(@Nullable Object result) {
        endingUnseen(result, null).run();
    }

    /**
     * The work is done, and nobody can see it yet: nothing is put. What is the application's of that is done at once. What is
     * returned is the rest, which may wait for Redis.
     */
    Runnable endingUnseen(@Nullable Object result, @Nullable Throwable thrown) {
        try {
            render(result, thrown);
        } catch (Throwable fault) {
            return () -> lost(fault);
        }
        return () -> {
            try {
                writes.write(outcome(result, thrown).withoutPuts(), method.transactions());
            } catch (Throwable fault) {
                lost(fault);
            }
        };
    }

    /** The body has returned before its work was done. Returns the effects that are left. */
    LateEffects unfinished() {
        return LateEffects.begin(this, writes, method.transactions(), known());
    }

    /** The effects cannot take place as planned: evicts all known keys and tags at once. */
    void lost(Throwable fault) {
        try {
            writes.faults().report(fault);
            writes.evictNow(known());
        } catch (Throwable noRoomLeft) {
            // No stack or memory is left even for this. The application's result stays as it is.
        }
    }

    /** Evicts once more what is known. */
    void evictAgain() {
        try {
            writes.evictNow(known());
        } catch (Throwable fault) {
            writes.faults().report(fault);
        }
    }

    /** Whether a subscriber that leaves may wait for the store on the calling thread. */
    boolean mayWaitToLeave() {
        ColdType cold = call.coldType();
        return cold != null && cold.mayWait();
    }

    /** All that is known to be evicted or replaced if the call succeeds. */
    private Eviction known() {
        Set<String> keys = new HashSet<>();
        puts.forEach(put -> keys.addAll(put.keys()));
        return onSuccess.and(always).and(Eviction.ofKeys(keys));
    }

    /**
     * The work is done: adds what the templates say now. Runs code of the application, such as the accessors of a result, and
     * waits for nothing; {@link #outcome} follows, perhaps on another thread.
     */
    void render(@Nullable Object result, @Nullable Throwable thrown) {
        if (thrown == null) {
            Rendering after = new Rendering(call.arguments(), result, method.warnings());
            onSuccess = evicted(onSuccess, method.onSuccess(), method.onSuccessOpen(), after);
            for (Begun put : puts) {
                put.render(after);
            }
            if (method.evictsAlways()) {
                always = evicted(always, method.always(), method.alwaysOpen(), after);
            }
        } else {
            Rendering after = new Rendering(call.arguments(), method.warnings());
            always = evicted(always, method.always(), method.alwaysOpen(), after);
            if (call.isCutOff(thrown)) {
                onSuccess = evicted(onSuccess, method.onSuccess(), method.onSuccessOpen(), after);
            }
        }
    }

    /** What was rendered before the body, and what is rendered after it: all that may have another text by now. */
    private Eviction evicted(Eviction before, EvictionTemplates all, EvictionTemplates open, Rendering after) {
        EvictionTemplates again = isRendered ? open : all;
        return again.isEmpty() ? before : before.and(after.eviction(again));
    }

    /** The writes of the call, as they were rendered. Takes or releases the leases of puts. */
    WriteSet outcome(@Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null) {
            puts.forEach(Begun::giveUp);
            return WriteSet.always(call.isCutOff(thrown) ? known() : always);
        }
        if (puts.isEmpty()) {
            return new WriteSet(onSuccess, always, List.of());
        }
        List<PendingPut> ready = new ArrayList<>(puts.size());
        Set<String> unfit = new HashSet<>();
        for (Begun put : puts) {
            put.finish(call.arguments(), result, ready, unfit);
        }
        Eviction evicted = unfit.isEmpty() ? onSuccess : onSuccess.and(Eviction.ofKeys(unfit));
        return new WriteSet(evicted, always, ready);
    }
}
