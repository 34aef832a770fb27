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
 * <p><b>Threads.</b> Confined to the call's thread.
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

    void bodyReturned(@Nullable Object result) {
        try {
            writes.write(finish(result), method.transactions());
        } catch (Throwable fault) {
            writes.fault(fault);
            writes.evictNow(onSuccess.and(always));
        }
    }

    private WriteSet finish(@Nullable Object result) {
        Rendering after = Rendering.withResult(call.arguments(), result, method::cannotRender);
        List<ReadyPut> ready = new ArrayList<>(puts.size());
        Set<String> unfit = new HashSet<>();
        for (PutRun run : puts) {
            ReadyPut put = run.finish(after, run.put().value(call.arguments(), result), unfit);
            if (put != null) {
                ready.add(put);
            }
        }
        Eviction evicted =
                onSuccess.and(after.eviction(method.onSuccess())).and(new Eviction(unfit, Set.of(), Set.of()));
        return new WriteSet(evicted, always.and(after.eviction(method.always())), ready);
    }

    void bodyThrew() {
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
