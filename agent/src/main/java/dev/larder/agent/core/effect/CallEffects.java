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
 * <p><b>Threads.</b> Confined to the call's thread, and then to the one that completes the stage if the call returned one.
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

    /** The body's work is done: it has returned, or the stage it returned is complete. */
    void ended(@Nullable Object result, @Nullable Throwable thrown) {
        try {
            if (thrown == null) {
                bodyReturned(result);
            } else {
                bodyThrew();
            }
        } catch (Throwable noRoomLeft) {
            // Out of stack or memory even for handling that: counted or not, the application's outcome is the outcome.
        }
    }

    /**
     * The stage will be completed by somebody who need not know of the transaction that this call is in, and some of
     * what was written may be a part of that.
     */
    void bodyReturnedUnfinished() {
        try {
            if (method.transactions().current() != null) {
                writes.write(
                        new WriteSet(onSuccess.and(Eviction.ofKeys(keysOfPuts())), always, List.of()),
                        method.transactions());
            }
        } catch (Throwable fault) {
            writes.fault(fault);
        }
    }

    void cannotAwait(Throwable fault) {
        try {
            writes.fault(fault);
            writes.evictNow(known());
        } catch (Throwable noRoomLeft) {
            // As above.
        }
    }

    private void bodyReturned(@Nullable Object result) {
        try {
            writes.write(finish(result), method.transactions());
        } catch (Throwable fault) {
            writes.fault(fault);
            writes.evictNow(known());
        }
    }

    /** All that is known to be evicted or replaced if the call succeeds. */
    private Eviction known() {
        return onSuccess.and(always).and(Eviction.ofKeys(keysOfPuts()));
    }

    private Set<String> keysOfPuts() {
        Set<String> keys = new HashSet<>();
        puts.forEach(run -> keys.addAll(run.keys()));
        return keys;
    }

    private WriteSet finish(@Nullable Object result) {
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

    private void bodyThrew() {
        try {
            puts.forEach(PutRun::giveUp);
            Rendering after = Rendering.withoutResult(call.arguments(), method::cannotRender);
            writes.evictAlways(always.and(after.eviction(method.always())), method.transactions());
        } catch (Throwable fault) {
            writes.fault(fault);
            writes.evictNow(always);
        }
    }
}
