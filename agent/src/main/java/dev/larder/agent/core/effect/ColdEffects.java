package dev.larder.agent.core.effect;

import dev.larder.agent.core.result.ColdType;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The effects of a call that has returned an object of a {@linkplain ColdType cold type}, whose work is done for each of its
 * subscribers, or never. They take place when a subscription succeeds.
 *
 * <p>In a transaction that goes with the context, they are {@link ContextEffects}.
 *
 * <p>The body has run when its method was called, since it may have begun the work. What has to be done before the body was
 * done then. It counts for the first subscription, and is done anew for each further one. It may wait for Redis, here and there
 * on the thread that calls: to subscribe on another thread would change where the application's own source runs.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class ColdEffects {

    private final MethodEffects method;
    private final EffectCall call;
    private final ColdType type;

    /** What has begun with the call, until somebody subscribes. */
    private final AtomicReference<@Nullable CallEffects> begun;

    ColdEffects(MethodEffects method, EffectCall call, CallEffects begun, ColdType type) {
        this.method = method;
        this.call = call;
        this.begun = new AtomicReference<>(begun);
        this.type = type;
    }

    /** What the caller gets instead of {@code source}. */
    Object around(Object source) {
        try {
            return type.makeFor(source, subscriber -> begin(source, subscriber));
        } catch (Throwable fault) {
            ofSubscription().lost(fault);
            return source;
        }
    }

    /** Who ends the work may be an event loop. */
    private CompletionStage<?> begin(Object source, ColdType.Subscriber subscriber) throws Throwable {
        CallEffects effects = ofSubscription();
        ColdType.ContextTransaction transaction = type.transaction(subscriber);
        if (transaction == null) {
            return method.awaited(effects, type.watch(source, subscriber));
        }
        ContextEffects inTransaction = ContextEffects.begin(method.writes(), effects, transaction);
        return inTransaction.awaited(type.watch(source, subscriber));
    }

    private CallEffects ofSubscription() {
        CallEffects first = begun.getAndSet(null);
        if (first != null) {
            return first;
        }
        CallEffects next = new CallEffects(method, call);
        next.beforeBody();
        return next;
    }
}
