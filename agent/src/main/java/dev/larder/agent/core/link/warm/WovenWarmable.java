package dev.larder.agent.core.link.warm;

import static java.lang.invoke.MethodType.methodType;

import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.engine.refresh.Renewal;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.plan.Refusal;
import dev.larder.agent.core.plan.WarmSchedule;
import dev.larder.agent.core.plan.WarmedMethod;
import dev.larder.agent.core.warm.MadeObjects;
import dev.larder.agent.core.warm.Warmable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A woven method that is called ahead, with the access of its class. Its types are loaded with the first call. */
final class WovenWarmable implements Warmable {

    private final WarmedMethod plan;
    private final WarmSchedule schedule;
    private final MethodHandles.Lookup caller;
    private final MadeObjects objects;

    /** Found with the first call; two threads may find the same. */
    private volatile @Nullable MethodHandle method;

    WovenWarmable(WarmedMethod plan, MethodHandles.Lookup caller, MadeObjects objects) throws Refusal {
        this.plan = plan;
        this.schedule = WarmSchedule.parse(plan.schedule());
        this.caller = caller;
        this.objects = objects;
    }

    WarmedMethod plan() {
        return plan;
    }

    @Override
    public String signature() {
        return plan.signature();
    }

    @Override
    public WarmSchedule schedule() {
        return schedule;
    }

    @Override
    public long ttlMillis() {
        return plan.ttlMillis();
    }

    @Override
    public Tier tier() {
        return plan.tier();
    }

    @Override
    public boolean isSensitive() {
        return plan.sensitive();
    }

    @Override
    public Type valueType() throws ReflectiveOperationException {
        MethodType erased = typeOf(plan.descriptor());
        MethodType site = plan.isStatic() ? erased : erased.insertParameterTypes(0, caller.lookupClass());
        return WovenMethod.find(caller, plan.name(), site, plan.isStatic()).valueType();
    }

    @Override
    public @Nullable ClassLoader loader() {
        return caller.lookupClass().getClassLoader();
    }

    @Override
    public List<Object> subjects(long leastAgeNanos, int attempt) {
        return objects.subjects(leastAgeNanos, attempt, plan.isOfEachObject());
    }

    @Override
    public Arguments arguments(Object subject) throws Throwable {
        WarmedMethod.Source source = plan.arguments();
        int count = typeOf(plan.descriptor()).parameterCount();
        return source == null
                ? GivenArguments.none()
                : GivenArguments.of(
                        on(subject, find(source.name(), source.descriptor(), source.isStatic()), source), count);
    }

    private static @Nullable Object on(Object subject, MethodHandle handle, WarmedMethod.Source source)
            throws Throwable {
        return source.isStatic()
                ? (Object) handle.asType(methodType(Object.class)).invokeExact()
                : ofObject(handle, subject);
    }

    private static @Nullable Object ofObject(MethodHandle handle, Object subject) throws Throwable {
        return (Object) handle.asType(methodType(Object.class, Object.class)).invokeExact(subject);
    }

    @Override
    public @Nullable Object call(Object subject, @Nullable Object[] arguments, long renewNanos) throws Throwable {
        MethodHandle handle = method();
        return Renewal.during(renewNanos, () -> (Object) handle.invokeExact(subject, arguments));
    }

    /** (Object subject, Object[] arguments)Object. */
    private MethodHandle method() throws ReflectiveOperationException {
        MethodHandle known = method;
        if (known == null) {
            MethodHandle found = find(plan.name(), plan.descriptor(), plan.isStatic());
            int parameters = found.type().parameterCount() - (plan.isStatic() ? 0 : 1);
            MethodHandle spread = found.asFixedArity().asSpreader(Object[].class, parameters);
            MethodHandle fitted = plan.isStatic() ? MethodHandles.dropArguments(spread, 0, Object.class) : spread;
            known = fitted.asType(methodType(Object.class, Object.class, Object[].class));
            method = known;
        }
        return known;
    }

    private MethodHandle find(String name, String descriptor, boolean isStatic) throws ReflectiveOperationException {
        Class<?> owner = caller.lookupClass();
        MethodType type = typeOf(descriptor);
        return isStatic ? caller.findStatic(owner, name, type) : caller.findVirtual(owner, name, type);
    }

    private MethodType typeOf(String descriptor) {
        return MethodType.fromMethodDescriptorString(descriptor, loader());
    }
}
