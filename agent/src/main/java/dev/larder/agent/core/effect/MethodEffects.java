package dev.larder.agent.core.effect;

import dev.larder.agent.core.base.StackRoom;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.result.ColdType;
import dev.larder.agent.core.result.ColdType.ContextTransaction;
import dev.larder.agent.core.result.OneShotResults;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.write.Writes;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The effects of one woven method on the cache, in this order:
 *
 * <ol>
 *   <li>Evictions {@code BEFORE}.
 *   <li>Puts take the lease, or record a mark if the key is known only afterwards.
 *   <li>The body. If it returns a stage, what follows takes place when that is complete; see {@link AwaitedCall}. If it returns
 *       a cold type, when a subscriber has got all; see {@link ColdEffects}.
 *   <li>Evictions {@code AFTER_SUCCESS} and {@code ALWAYS} that cover what is put: they void its lease, and win.
 *   <li>Puts store. After an exception they release their leases instead.
 *   <li>The other evictions, all keys and tags at once; after an exception only those {@code ALWAYS}.
 * </ol>
 *
 * <p>In a transaction the last three are done when it has committed; {@link Writes} says how. Templates that do not need
 * the result are rendered before the body. If the body may change their texts, they are rendered after it as well, and what
 * either makes is evicted.
 *
 * <p><b>Threads.</b> Thread-safe. Held by its call site alone, since it refers to the application's classes.
 *
 * <p><b>Failure.</b> Throws only the body's own exceptions, and the body runs once. With too little stack left for the
 * effects, it throws {@link StackOverflowError} instead of running the body.
 */
public final class MethodEffects implements Effects {

    private final EvictionTemplates beforeBody;
    private final EvictionTemplates onSuccess;
    private final EvictionTemplates onSuccessOpen;
    private final EvictionTemplates always;
    private final EvictionTemplates alwaysOpen;
    private final boolean evictsAlways;
    private final List<Put> puts;
    private final Writes writes;
    private final Transactions transactions;
    private final EffectWarnings warnings;
    private final boolean hasEffectsAfterTheBody;

    /** Whether its bodies come after earlier writes of the entries that it evicts or puts. */
    private final boolean awaitsWrites;

    /**
     * @param signature {@code com.acme.UserService.update(User)}
     * @param transactions those that the method's class loader sees
     */
    public MethodEffects(
            String signature, List<EvictEffect> evictions, List<Put> puts, Writes writes, Transactions transactions) {
        this.beforeBody = EvictionTemplates.of(EvictPhase.BEFORE, evictions);
        this.onSuccess = EvictionTemplates.of(EvictPhase.AFTER_SUCCESS, evictions);
        this.onSuccessOpen = onSuccess.open();
        this.always = EvictionTemplates.of(EvictPhase.ALWAYS, evictions);
        this.alwaysOpen = always.open();
        this.evictsAlways = !always.isEmpty();
        this.puts = List.copyOf(puts);
        this.hasEffectsAfterTheBody = !puts.isEmpty() || !onSuccess.isEmpty() || !always.isEmpty();
        this.writes = writes;
        this.transactions = transactions;
        this.warnings = new EffectWarnings(signature, writes.faults());
        this.awaitsWrites = true;
    }

    private MethodEffects(MethodEffects whole) {
        this.beforeBody = whole.beforeBody;
        this.onSuccess = whole.onSuccess;
        this.onSuccessOpen = whole.onSuccessOpen;
        this.always = whole.always;
        this.alwaysOpen = whole.alwaysOpen;
        this.evictsAlways = whole.evictsAlways;
        this.puts = List.of();
        this.hasEffectsAfterTheBody = !onSuccess.isEmpty() || !always.isEmpty();
        this.writes = whole.writes;
        this.transactions = whole.transactions;
        this.warnings = whole.warnings;
        this.awaitsWrites = false;
    }

    /** Those around a body that writes behind: its value has been put, and its turn has come. */
    MethodEffects ofWriteBehind() {
        return new MethodEffects(this);
    }

    @Override
    public @Nullable Object around(EffectCall call) throws Throwable {
        StackRoom.requireLittle(); // afterwards there is as much: this frame does not move
        CallEffects run = new CallEffects(this, call);
        run.beforeBody();
        Object result;
        try {
            result = call.run();
        } catch (Throwable theirs) {
            run.ended(null, theirs);
            throw theirs;
        }
        ColdType cold = call.coldType();
        if (cold != null && result != null) {
            return new ColdEffects(this, call, run, cold).around(result);
        }
        return hasEffectsAfterTheBody ? after(run, result, call) : result;
    }

    /** Null if the call is in no transaction that goes with its context. */
    private @Nullable ContextEffects inContext(CallEffects run, EffectCall call) {
        try {
            ContextTransaction transaction = call.transaction();
            return transaction == null ? null : ContextEffects.begin(writes, run, transaction);
        } catch (Throwable fault) { // the end of the work is still awaited
            writes.faults().report(fault);
            return null;
        }
    }

    private @Nullable Object after(CallEffects run, @Nullable Object result, EffectCall call) {
        if (result instanceof CompletionStage<?> stage && AwaitedCall.isReplaceable(stage, call.returnType())) {
            ContextEffects inContext = call.mayWait() ? null : inContext(run, call);
            if (inContext != null) {
                return inContext.awaited(stage);
            }
            return call.mayWait() ? AwaitedCall.begin(run, stage) : awaited(run, stage);
        }
        if (result != null && isUnfinished(result)) {
            run.endedUnseen(result);
            warnings.cannotAwait(result);
        } else {
            run.ended(result, null);
        }
        return result;
    }

    /** For a caller that must not wait for Redis. */
    <T> CompletionStage<T> awaited(CallEffects run, CompletionStage<T> stage) {
        return writes.threadsThatWait() == null
                ? AwaitedCall.begin(run, stage)
                : AwaitedCall.beginWithoutWaiting(run, stage);
    }

    private static boolean isUnfinished(Object result) {
        if (!(result instanceof Future<?> future)) {
            return OneShotResults.isDeferred(result);
        }
        try {
            return !future.isDone();
        } catch (Throwable theirs) { // one that does not even say so
            return true;
        }
    }

    /** Whether a call has to wait now for writes whose callers did not. */
    boolean mustAwaitWrites() {
        return awaitsWrites && !writes.behind().isEmpty();
    }

    EvictionTemplates beforeBody() {
        return beforeBody;
    }

    EvictionTemplates onSuccess() {
        return onSuccess;
    }

    EvictionTemplates onSuccessOpen() {
        return onSuccessOpen;
    }

    /** Whether anything is evicted also after a failure. */
    boolean evictsAlways() {
        return evictsAlways;
    }

    EvictionTemplates always() {
        return always;
    }

    EvictionTemplates alwaysOpen() {
        return alwaysOpen;
    }

    List<Put> puts() {
        return puts;
    }

    Writes writes() {
        return writes;
    }

    Transactions transactions() {
        return transactions;
    }

    EffectWarnings warnings() {
        return warnings;
    }
}
