package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.Eviction;
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
 * <p><b>Failure.</b> Throws nothing but what leaves no room to catch it.
 */
final class CallEffects {

    private final MethodEffects method;
    private final Writes writes;
    private final EffectCall call;
    private final List<PutRun> puts = new ArrayList<>(0);

    /** What the templates make before the body: it may change the arguments. */
    private Eviction onSuccess = EvictionSet.NOTHING;

    private Eviction always = EvictionSet.NOTHING;

    CallEffects(MethodEffects method, Writes writes, EffectCall call) {
        this.method = method;
        this.writes = writes;
        this.call = call;
    }

    void beforeBody() {
        try {
            Rendering before = Rendering.withoutResult(call.arguments(), method::cannotRender);
            writes.evictNow(before.eviction(method.beforeBody()));
            onSuccess = before.eviction(method.onSuccess());
            always = before.eviction(method.always());
            beginPuts(before);
        } catch (Throwable fault) {
            writes.fault(fault);
        }
    }

    private void beginPuts(Rendering before) {
        if (method.puts().isEmpty()) {
            return;
        }
        Budget budget = writes.newBudget();
        for (Put put : method.puts()) {
            PutRun run = new PutRun(put, method, writes, budget);
            puts.add(run);
            run.begin(before);
        }
    }

    /** The body's work is done. */
    void ended(@Nullable Object result, @Nullable Throwable thrown) {
        try {
            writes.write(outcome(result, thrown), method.transactions());
        } catch (Throwable fault) {
            lost(fault);
        }
    }

    /** The body has returned, its work need not be done, and nobody will tell when it is: nothing is known to be true. */
    void endedUnseen(@Nullable Object result) {
        try {
            writes.write(outcome(result, null).withoutPuts(), method.transactions());
        } catch (Throwable fault) {
            lost(fault);
        }
    }

    /** The body has returned before its work was done: what is left to do. */
    LateEffects unfinished() {
        return LateEffects.begin(this, writes, method.transactions(), known());
    }

    /** Its effects cannot take place as they should: what is known of them is evicted at once. */
    void lost(Throwable fault) {
        try {
            writes.fault(fault);
            writes.evictNow(known());
        } catch (Throwable noRoomLeft) {
            // Out of stack or memory even for handling that: counted or not, the application's outcome is the outcome.
        }
    }

    /** All that is known to be evicted or replaced if the call succeeds. */
    private Eviction known() {
        Set<String> keys = new HashSet<>();
        puts.forEach(run -> keys.addAll(run.keys()));
        return onSuccess.and(always).and(Eviction.ofKeys(keys));
    }

    /** What is to be written, now that the work is done. Takes or gives back the leases of puts. */
    WriteSet outcome(@Nullable Object result, @Nullable Throwable thrown) {
        return thrown == null ? success(result) : failure();
    }

    private WriteSet success(@Nullable Object result) {
        Rendering after = Rendering.withResult(call.arguments(), result, method::cannotRender);
        List<PendingPut> ready = new ArrayList<>(puts.size());
        Set<String> unfit = new HashSet<>();
        for (PutRun run : puts) {
            ReadyPut put = run.finish(after, run.put().value(call.arguments(), result));
            if (put == null) {
                unfit.addAll(run.keys());
            } else {
                ready.add(put);
            }
        }
        Eviction evicted = onSuccess.and(after.eviction(method.onSuccess())).and(Eviction.ofKeys(unfit));
        return new WriteSet(evicted, always.and(after.eviction(method.always())), ready);
    }

    private WriteSet failure() {
        puts.forEach(PutRun::giveUp);
        Rendering after = Rendering.withoutResult(call.arguments(), method::cannotRender);
        return WriteSet.always(always.and(after.eviction(method.always())));
    }
}
