package dev.larder.agent.core.link.batch;

import com.google.errorprone.annotations.Keep;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.batch.BatchCall;
import dev.larder.agent.core.engine.batch.BatchResults;
import dev.larder.agent.core.engine.batch.LaterBatch;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The call site of a batch method. In the order of {@code CallTree}: is the cache on, {@code when}, is the object admitted; then the
 * batch.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * <p><b>Failure.</b> Throws only what the body throws.
 */
public final class BatchSite {

    private static final MethodHandle CALL = find();

    private final BatchHandles handles;
    private final BatchResults results;
    private final CachedMethod method;

    private BatchSite(BatchHandles handles, BatchResults results, CachedMethod method) {
        this.handles = handles;
        this.results = results;
        this.method = method;
    }

    /** A handle of the call site's type. */
    public static MethodHandle of(BatchHandles handles, BatchResults results, CachedMethod method) {
        MethodType type = handles.woven().argumentsType();
        return CALL.bindTo(new BatchSite(handles, results, method))
                .asCollector(Object[].class, type.parameterCount())
                .asType(type);
    }

    @Keep
    private @Nullable Object call(@Nullable Object[] arguments) throws Throwable {
        BoundBatch body = method.isOn() && isAllowed(arguments) ? admitted(arguments) : null;
        if (body == null) {
            return (Object) handles.body().invokeExact(arguments);
        }
        return handles.woven().returnsStage()
                ? LaterBatch.run(method, results, body)
                : BatchCall.run(method, results, body);
    }

    private boolean isAllowed(@Nullable Object[] arguments) {
        MethodHandle when = handles.when();
        if (when == null) {
            return true;
        }
        boolean allowed;
        try {
            allowed = (boolean) when.invokeExact(arguments);
        } catch (Throwable theirs) {
            allowed = method.whenThrew(theirs);
        }
        return method.noted(allowed);
    }

    /** Null if the key does not tell the object apart, or what it says of that cannot be read. */
    private @Nullable BoundBatch admitted(@Nullable Object[] arguments) {
        try {
            BoundBatch body = new BoundBatch(handles, arguments);
            return method.noted(body.isAdmitted()) ? body : null;
        } catch (Throwable fault) {
            method.fault(fault);
            return null;
        }
    }

    private static MethodHandle find() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(BatchSite.class, "call", MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }
}
