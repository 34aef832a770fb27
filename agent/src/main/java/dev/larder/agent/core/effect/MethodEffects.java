package dev.larder.agent.core.effect;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.key.UnsupportedKeyException;
import dev.larder.agent.core.tx.Transactions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one woven method does to the cache around its body.
 *
 * <ol>
 *   <li>Evictions {@code BEFORE}.
 *   <li>Puts take the lease, or remember the moment where the key is known only afterwards.
 *   <li>The body.
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
    private final AtomicBoolean warnedOfKey = new AtomicBoolean();
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
            endAfterException(run);
            throw theirs;
        }
        try {
            run.bodyReturned(result);
        } catch (Throwable noRoomLeft) {
            // Out of stack or memory even for handling that: counted or not, the application's result is the result.
        }
        return result;
    }

    private static void endAfterException(CallEffects run) {
        try {
            run.bodyThrew();
        } catch (Throwable noRoomLeft) {
            // As above; and the application's exception is the outcome.
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

    /** Each kind of misfit is worth one line per method. */
    void cannotRender(Template template, Throwable problem) {
        if (!(problem instanceof UnsupportedKeyException)) {
            writes.fault(problem);
        } else if (warnedOfKey.compareAndSet(false, true)) {
            AgentLog.warn("A call of " + signature + " did not evict or put what '" + template.source()
                    + "' stands for: "
                    + problem.getMessage() + ". If there is such an entry, it stays until its time is up. So will"
                    + " others like it. Name a property of it instead, such as {0.id}");
        }
    }

    void cannotStore(CodecException problem) {
        if (warnedOfValue.compareAndSet(false, true)) {
            AgentLog.warn(
                    "A value of " + signature + " was not put, and its entry was evicted: " + problem.getMessage());
        }
    }
}
