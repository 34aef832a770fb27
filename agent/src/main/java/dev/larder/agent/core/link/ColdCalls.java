package dev.larder.agent.core.link;

import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.Invocation;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.engine.later.LaterLoad;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.result.ColdType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a call site whose method returns a {@linkplain ColdType cold type}. A call only makes an object of the type.
 * Each subscription to that is one call of the cache, with the arguments of the method's call:
 *
 * <pre>
 *   make([args]) ──► a cold object; on each subscription
 *                      lookUp([args]) ──► found: a value ──► a complete stage
 *                        │ a Miss
 *                  LaterLoad.run ──► the value found later, or body(args), which is subscribed to in the subscriber's place
 * </pre>
 *
 * <p><b>Why the body waits</b> for a subscriber: many bodies do the work themselves and only put its result into the type,
 * as in {@code Mono.just(jdbc.find(id))}. On a hit, that is what the cache is to spare.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class ColdCalls {

    private static final MethodHandle MAKE;

    static {
        try {
            MAKE = MethodHandles.lookup()
                    .findVirtual(ColdCalls.class, "make", MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }

    private final ColdType type;
    private final CachedMethod method;

    /** (Object[])Object */
    private final MethodHandle lookUp;

    private final BoundCall.Shape shape;

    private ColdCalls(ColdType type, CachedMethod method, MethodHandle lookUp, BoundCall.Shape shape) {
        this.type = type;
        this.method = method;
        this.lookUp = lookUp;
        this.shape = shape;
    }

    /** A handle of the body's type. */
    static MethodHandle of(WovenMethod woven, CacheHandles handles, CachedMethod method, ColdType cold) {
        MethodType type = woven.body().type();
        MethodHandle lookUp = CallTree.lookUp(woven, handles, method)
                .asType(MethodType.genericMethodType(type.parameterCount()))
                .asSpreader(Object[].class, type.parameterCount());
        ColdCalls calls = new ColdCalls(cold, method, lookUp, BoundCall.Shape.of(woven, handles));
        return MAKE.bindTo(calls)
                .asCollector(Object[].class, type.parameterCount())
                .asType(type);
    }

    @Nullable
    Object make(@Nullable Object[] arguments) throws Throwable {
        Object made;
        try {
            made = type.make(new Call(arguments));
        } catch (Throwable fault) {
            return new BoundCall(shape, method.fault(fault), arguments).run();
        }
        return made;
    }

    /** A call of the method, which is none of the cache yet. */
    private final class Call implements ColdType.ColdCall {

        private final @Nullable Object[] arguments;

        Call(@Nullable Object[] arguments) {
            this.arguments = arguments;
        }

        @Override
        public @Nullable CompletionStage<?> begin(ColdType.Subscriber subscriber) throws Throwable {
            if (type.transaction(subscriber) != null) { // it may have written, or read, what nobody else can see
                return bypass(subscriber);
            }
            Object found = (Object) lookUp.invokeExact(arguments);
            if (!(found instanceof Miss miss)) {
                return CompletableFuture.completedFuture(found);
            }
            BoundCall call = new BoundCall(shape, miss, arguments);
            return (CompletionStage<?>) LaterLoad.run(method, miss, new SubscribedCall(call, subscriber));
        }

        private @Nullable CompletionStage<?> bypass(ColdType.Subscriber subscriber) throws Throwable {
            method.noted(false);
            return new SubscribedCall(new BoundCall(shape, Miss.bypass(), arguments), subscriber).runUncached();
        }

        @Override
        public ColdType.ColdCall uncached() {
            return this::bypass;
        }

        @Override
        public @Nullable Object kept(Object element) {
            return method.copyOf(element);
        }

        @Override
        public void hand(Runnable work) {
            LaterLoad.toApplication(method, work);
        }
    }

    /** The call of one subscriber. What its body returns is subscribed to as soon as that has returned. */
    private final class SubscribedCall implements Invocation {

        private final BoundCall call;
        private final ColdType.Subscriber subscriber;

        SubscribedCall(BoundCall call, ColdType.Subscriber subscriber) {
            this.call = call;
            this.subscriber = subscriber;
        }

        @Override
        public @Nullable CompletionStage<?> run() throws Throwable {
            Object source = call.run();
            return source == null ? null : type.start(source, subscriber);
        }

        @Override
        public @Nullable CompletionStage<?> runUncached() throws Throwable {
            Object source = call.run();
            return source == null ? null : type.watch(source, subscriber);
        }

        @Override
        public @Nullable Object monitor() {
            return call.monitor();
        }

        @Override
        public boolean isStillFor(String key) {
            return call.isStillFor(key);
        }

        @Override
        public @Nullable SeenObject object() {
            return call.object();
        }

        @Override
        public List<String> tags() {
            return call.tags();
        }

        @Override
        public boolean forbidsStoring(@Nullable Object result) throws Throwable {
            if (!(result instanceof ColdType.Unfit unfit)) {
                return call.forbidsStoring(result);
            }
            if (unfit.reason() != null) {
                method.refuse(unfit.reason(), unfit.remedy());
            }
            return true;
        }
    }
}
