package dev.larder.agent.core.link;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.effect.Effects;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.key.BatchKey;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.link.batch.BatchHandles;
import dev.larder.agent.core.link.batch.BatchSite;
import dev.larder.agent.core.link.batch.BatchType;
import dev.larder.agent.core.link.cold.ColdTypes;
import dev.larder.agent.core.link.coroutine.DeferredResults;
import dev.larder.agent.core.link.coroutine.ResumedCalls;
import dev.larder.agent.core.link.receiver.HiddenInputs;
import dev.larder.agent.core.link.receiver.ObjectKey;
import dev.larder.agent.core.link.template.TemplateCompiler;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.core.reads.ReadField;
import dev.larder.agent.core.result.ColdType;
import dev.larder.agent.core.result.OneShotResults;
import dev.larder.agent.core.result.Stages;
import dev.larder.agent.core.type.Erasure;
import dev.larder.agent.core.type.TypeBindings;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Links one woven method: once, or once for each class of its objects if its key, result or effects depend on that
 * class.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Failure.</b> A part that cannot be linked is logged once and omitted; if nothing is left, the tree is the moved
 * body.
 */
final class MethodLinker {

    private final CachedMethods methods;
    private final KeysOfImplementations keys;
    private final UnmetTypes types;
    private final Consumer<RefusedMethod> refusals;
    private final MethodHandles.Lookup caller;
    private final String name;
    private final MethodPlan plan;
    private final WovenMethod woven;
    private final TemplateCompiler templates;

    /** Each class of objects has the same problems. */
    @GuardedBy("this")
    private final Set<String> told = new HashSet<>();

    @GuardedBy("this")
    private @Nullable SharedKey shared;

    @GuardedBy("this")
    private boolean isSharedTold;

    MethodLinker(
            CachedMethods methods,
            KeysOfImplementations keys,
            UnmetTypes types,
            Consumer<RefusedMethod> refusals,
            MethodHandles.Lookup caller,
            String name,
            MethodPlan plan,
            WovenMethod woven,
            TemplateCompiler templates) {
        this.methods = methods;
        this.keys = keys;
        this.types = types;
        this.refusals = refusals;
        this.caller = caller;
        this.name = name;
        this.plan = plan;
        this.woven = woven;
        this.templates = templates;
    }

    CallSite site() {
        if (plan.isStatic() || hasOneClass()) {
            return new ConstantCallSite(tree(woven.owner()));
        }
        return ReceiverSite.of(woven.body().type(), woven.body(), this::treeOrBody);
    }

    private boolean hasOneClass() {
        return Modifier.isFinal(woven.owner().getModifiers()) || (plan.cached() == null && !mentionsVariables());
    }

    private boolean mentionsVariables() {
        return TypeBindings.variableIn(woven.resultType()) != null
                || woven.parameterTypes().stream().anyMatch(type -> TypeBindings.variableIn(type) != null);
    }

    private MethodHandle treeOrBody(Class<?> receiver) {
        try {
            return tree(receiver);
        } catch (RuntimeException | LinkageError e) {
            refuse(plan.lossOfAll(), e);
            return woven.body();
        }
    }

    private MethodHandle tree(Class<?> receiver) {
        WovenMethod bound = plan.isStatic() ? woven : woven.boundTo(receiver);
        Class<?> result = bound.erased().returnType();
        try {
            DeferredResults deferred = DeferredResults.of(result);
            return deferred == null
                    ? tree(receiver, bound)
                    : deferred.toDeferred(tree(receiver, bound.withStage(deferred.toStage(bound.body()))), result);
        } catch (ReflectiveOperationException unknownVersion) {
            return tree(receiver, bound);
        }
    }

    private MethodHandle tree(Class<?> receiver, WovenMethod bound) {
        WovenMethod withEffects = withEffects(bound);
        types.compare(plan, templates, receiver, this::refuse);
        NamedTypes.check(plan, woven.owner(), this::refuse);
        CachePlan cached = plan.cached();
        MethodHandle call = cached == null ? withEffects.body() : cached(cached, receiver, withEffects);
        return woven.isSuspend() ? ResumedCalls.toBody(caller, woven.body(), call) : call;
    }

    private WovenMethod withEffects(WovenMethod bound) {
        LinkedEffects linked = new EffectLinker(plan, bound, templates, methods, this::refuse).link();
        if (linked.isEmpty()) {
            return bound;
        }
        if (!bound.isSuspend()) {
            return bound.withBody(EffectRun.around(bound, effects(linked), awaited(bound)));
        }
        try {
            return bound.withBody(SuspendEffectRun.around(bound, effects(linked), SuspendContext.of(bound)));
        } catch (KeyTemplateException e) {
            refuse(linked.evictions().isEmpty() ? RefusedMethod.Loss.PUT : RefusedMethod.Loss.EVICTION, e);
            return bound;
        }
    }

    /** Without it, effects take place when the method returns, and a WARN says so. */
    private static @Nullable ColdType awaited(WovenMethod bound) {
        try {
            return coldType(bound);
        } catch (KeyTemplateException unknownVersion) {
            return null;
        }
    }

    /** A value whose type cannot be linked must not keep the method from evicting. */
    private Effects effects(LinkedEffects linked) {
        try {
            return methods.effects(plan, woven.owner(), linked.evictions(), linked.puts());
        } catch (RuntimeException | LinkageError e) {
            if (linked.puts().isEmpty()) {
                throw e;
            }
            refuse(RefusedMethod.Loss.STORING, e);
            return effects(linked.withoutPuts());
        }
    }

    private MethodHandle cached(CachePlan cached, Class<?> receiver, WovenMethod bound) {
        try {
            ObjectKey object = plan.isStatic() ? null : objectKey(cached, receiver, bound.resultType());
            doubtHiddenInputs(cached, object);
            if (bound.isValueLater()) {
                checkLater(bound);
            }
            TemplateCompiler own = cached.sensitive() ? templates.hiding(methods.names()) : templates;
            ColdType cold = coldType(bound);
            BatchKey batch = BatchKey.of(own.cachedTemplate(cached.key(), null));
            if (batch != null) {
                return batch(cached, batch, object, bound, own);
            }
            CacheHandles handles = CacheHandles.of(cached, object, caller, bound, own);
            CachedMethod method = method(own, cached, object, woven.valueClass(), woven.valueType(), bound.valueType());
            if (bound.isSuspend()) {
                return SuspendCalls.of(bound, handles, method, SuspendContext.of(bound));
            }
            return cold == null ? CallTree.of(bound, handles, method) : ColdCalls.of(bound, handles, method, cold);
        } catch (ReflectiveOperationException | KeyTemplateException | RuntimeException | LinkageError e) {
            refuse(RefusedMethod.Loss.CACHING, e);
            return bound.body();
        }
    }

    /** What the weaver says of other results, it cannot say of the value of one that comes later. */
    private void checkLater(WovenMethod bound) throws KeyTemplateException {
        Class<?> value = Erasure.of(bound.valueType());
        if (value == Void.class || value.getName().equals("kotlin.Unit")) {
            throw new KeyTemplateException("its " + kindOf(woven) + " has no value", "Take @Cached off.");
        }
        if (OneShotResults.isOneShot(value)) {
            throw new KeyTemplateException(
                    "the value of its " + kindOf(woven) + ", " + value.getName()
                            + ", can be used once only or is not there yet",
                    "Return one of a collection or of another plain value.");
        }
    }

    private static String kindOf(WovenMethod bound) {
        return bound.isSuspend()
                ? "suspend function"
                : bound.erased().returnType().getSimpleName();
    }

    private static @Nullable ColdType coldType(WovenMethod bound) throws KeyTemplateException {
        if (Stages.isDeferred(bound.erased().returnType())) {
            throw new KeyTemplateException(
                    "it returns a Deferred, and the application has no kotlinx-coroutines-core of version 1.7 or later, which"
                            + " turns one into a future and back",
                    "Use that version, or return a CompletableFuture.");
        }
        try {
            return ColdTypes.of(bound.erased().returnType());
        } catch (ReflectiveOperationException e) {
            throw new KeyTemplateException(
                    "its " + kindOf(bound) + " is of a version of that library that Larder does not know (" + e + ")",
                    "Use another version, or return a CompletableFuture.");
        }
    }

    private void doubtHiddenInputs(CachePlan cached, @Nullable ObjectKey object) {
        if (!cached.key().isEmpty()) {
            return; // who writes a key says what counts
        }
        Set<ReadField> statics =
                object == null ? HiddenInputs.staticsOf(woven.owner(), name, woven.erased()) : object.statics();
        RefusedMethod doubt = HiddenInputs.doubt(statics, woven.owner(), woven.erased(), plan.signature());
        if (doubt != null) {
            refuse(doubt);
        }
    }

    private CachedMethod method(
            TemplateCompiler own,
            CachePlan cached,
            @Nullable ObjectKey object,
            Class<?> valueClass,
            Type valueType,
            Type boundType)
            throws KeyTemplateException {
        CachedMethod general = methods.create(
                plan,
                own.leastTags(cached.tags()),
                woven.owner(),
                woven.erased().changeReturnType(valueClass),
                valueType);
        return object == null || object.isOwn() ? general : methods.bound(general, plan, woven.owner(), boundType);
    }

    private MethodHandle batch(
            CachePlan cached, BatchKey key, @Nullable ObjectKey object, WovenMethod bound, TemplateCompiler own)
            throws KeyTemplateException, ReflectiveOperationException {
        BatchType type = BatchType.of(bound, key);
        KeyTemplate template = own.cachedTemplate(cached.key(), null);
        BatchHandles handles = BatchHandles.of(
                bound,
                key,
                own.elementKeys(template),
                own.cachedTags(cached.tags()),
                ConditionHandles.when(caller, cached.when(), bound.argumentsType(), plan.isStatic()),
                ConditionHandles.unless(caller, cached.unless(), Erasure.of(type.value()), plan.isStatic()),
                object == null ? null : own.objectOf(template),
                object == null ? null : object.watch(template));
        Type general = BatchType.of(woven, key).value();
        return BatchSite.of(
                handles, type.results(), method(own, cached, object, Erasure.of(general), general, type.value()));
    }

    private ObjectKey objectKey(CachePlan cached, Class<?> receiver, Type resultType) throws KeyTemplateException {
        if (receiver.isHidden() && cached.key().isEmpty()) {
            throw new KeyTemplateException(
                    "it is called on a lambda, and what that captured is no part of a key",
                    "Write a key, or a class instead of the lambda.");
        }
        ObjectKey object = ObjectKey.of(receiver, woven.owner(), name, woven.erased(), plan.signature(), this::refuse);
        if (cached.key().isEmpty()) {
            object.checkDefault();
            return object;
        }
        object.checkWritten();
        KeyTemplate template = templates.cachedTemplate(cached.key(), null);
        if (!ObjectKey.isIn(template)) {
            doubtShared(template, object, resultType);
            doubtImplementation(template, object.type());
        }
        return object;
    }

    private void doubtShared(KeyTemplate template, ObjectKey object, Type resultType) {
        SharedKey mine = new SharedKey(object.type().getName(), resultType.getTypeName(), object.isOverridden());
        if (isDifferent(mine)) {
            refuse(new RefusedMethod(
                    RefusedMethod.Loss.NONE,
                    plan.signature(),
                    "its key '" + template.source() + "' is the same for objects of several classes, such as "
                            + object.type().getName() + ", of which each may return something else",
                    "Leave the key out, which then has the class, or write what tells the classes apart, such as"
                            + " {this.x} for a property x."));
        }
    }

    private void doubtImplementation(KeyTemplate template, Class<?> type) {
        RefusedMethod doubt = keys.doubt(type, name, woven.erased(), template.source(), plan.signature());
        if (doubt != null) {
            refuse(doubt);
        }
    }

    /** For the second class, not for further ones. */
    private synchronized boolean isDifferent(SharedKey mine) {
        if (shared == null) {
            shared = mine;
        }
        boolean isDifferent = !isSharedTold
                && !shared.className.equals(mine.className)
                && (!shared.result.equals(mine.result) || shared.isOverridden || mine.isOverridden);
        isSharedTold |= isDifferent;
        return isDifferent;
    }

    private void refuse(RefusedMethod.Loss loss, Throwable cause) {
        refuse(UnlinkableMethodException.refused(loss, plan.signature(), cause));
    }

    private void refuse(RefusedMethod refused) {
        if (isNew(refused)) {
            refusals.accept(refused);
        }
    }

    private synchronized boolean isNew(RefusedMethod refused) {
        return told.add(refused.message());
    }

    /** What is reported for the first class, about a key that all classes share. */
    private record SharedKey(String className, String result, boolean isOverridden) {}
}
