package dev.larder.agent.core.effect;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.key.UnsupportedKeyException;
import dev.larder.agent.core.tx.Transactions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one woven method does to the cache around its body.
 *
 * <ol>
 *   <li>Evictions {@code BEFORE}.
 *   <li>Puts take the lease, or remember the moment where the key is known only afterwards.
 *   <li>The body. If it returns a stage, what follows takes place when that is complete; see {@link AwaitedCall}.
 *   <li>Evictions {@code AFTER_SUCCESS} and {@code ALWAYS}, all keys and tags at once. After an exception {@code ALWAYS}
 *       alone, and puts give their lease back.
 *   <li>Puts store. An eviction of the same entry has voided their lease by then, so it wins.
 * </ol>
 *
 * <p>In a transaction the last two are done when it has committed; {@link Writes} says how. Templates that do not need
 * the result are rendered before and after the body, and what either makes is evicted.
 *
 * <p><b>Threads.</b> Thread-safe. Held by its call site alone, since it refers to the application's classes.
 *
 * <p><b>Failure.</b> Nothing but the body's own exceptions leaves it, and the body runs once.
 */
public final class MethodEffects implements Effects {

    private final String signature;
    private final PhaseTemplates beforeBody;
    private final PhaseTemplates onSuccess;
    private final PhaseTemplates always;
    private final List<Put> puts;
    private final Writes writes;
    private final Transactions transactions;

    /** The templates that have been said not to fit a value. */
    private final Set<String> misfits = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean warnedOfWork = new AtomicBoolean();
    private final AtomicBoolean warnedOfValue = new AtomicBoolean();

    /**
     * @param signature {@code com.acme.UserService.update(User)}
     * @param transactions those that the method's class loader sees
     */
    public MethodEffects(
            String signature, List<EvictEffect> evictions, List<Put> puts, Writes writes, Transactions transactions) {
        this.signature = signature;
        this.beforeBody = PhaseTemplates.of(Phase.BEFORE, evictions);
        this.onSuccess = PhaseTemplates.of(Phase.AFTER_SUCCESS, evictions);
        this.always = PhaseTemplates.of(Phase.ALWAYS, evictions);
        this.puts = List.copyOf(puts);
        this.writes = writes;
        this.transactions = transactions;
    }

    @Override
    public @Nullable Object around(EffectCall call) throws Throwable {
        CallEffects run = new CallEffects(this, writes, call);
        run.beforeBody();
        Object result;
        try {
            result = call.run();
        } catch (Throwable theirs) {
            run.ended(null, theirs);
            throw theirs;
        }
        return hasEffectsAfterTheBody() ? after(run, result, call.returnType()) : result;
    }

    private boolean hasEffectsAfterTheBody() {
        return !puts.isEmpty() || !onSuccess.isEmpty() || !always.isEmpty();
    }

    private @Nullable Object after(CallEffects run, @Nullable Object result, Class<?> declared) {
        if (result instanceof CompletionStage<?> stage && AwaitedCall.isReplaceable(stage, declared)) {
            return AwaitedCall.begin(run, stage);
        }
        if (result != null && isUnfinished(result)) {
            run.endedUnseen(result);
            sayUnfinished(result);
        } else {
            run.ended(result, null);
        }
        return result;
    }

    /** Of a future, or what was declared as something wider: other results declared as such are refused when woven. */
    private void sayUnfinished(Object result) {
        if (warnedOfWork.compareAndSet(false, true)) {
            AgentLog.warn(signature + " returned a " + result.getClass().getName()
                    + ", whose work may not be done yet. What it evicts and puts was evicted when it returned, or will be"
                    + " when its transaction has committed, so what is loaded until the work is done may be old and stay"
                    + " until its ttl. Declare CompletableFuture or CompletionStage as its result, or annotate the method"
                    + " that does the work");
        }
    }

    private static boolean isUnfinished(Object result) {
        if (!(result instanceof Future<?> future)) {
            return result instanceof CompletionStage || result instanceof Flow.Publisher;
        }
        try {
            return !future.isDone();
        } catch (Throwable theirs) { // one that does not even say so
            return true;
        }
    }

    PhaseTemplates beforeBody() {
        return beforeBody;
    }

    PhaseTemplates onSuccess() {
        return onSuccess;
    }

    PhaseTemplates always() {
        return always;
    }

    List<Put> puts() {
        return puts;
    }

    Transactions transactions() {
        return transactions;
    }

    /** Each template is worth one line, however many calls or elements do not fit. */
    void cannotRender(Template template, Throwable problem) {
        if (!(problem instanceof UnsupportedKeyException)) {
            writes.fault(problem);
        } else if (misfits.add(template.source())) {
            AgentLog.warn(
                    "A call of " + signature + " did not evict or put all that '" + template.source()
                            + "' stands for: " + problem.getMessage()
                            + ". The entry that is meant, if there is one, stays until its time is up. So will"
                            + " others like it, without another line. Name a property of the value instead, such as {0.id}, or {0.get} of an Optional");
        }
    }

    void cannotStore(CodecException problem) {
        if (warnedOfValue.compareAndSet(false, true)) {
            AgentLog.warn(
                    "A value of " + signature + " was not put, and its entry was evicted: " + problem.getMessage());
        }
    }
}
